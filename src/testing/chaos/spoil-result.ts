import { isRecord } from "../../is-record.ts";

/** The result of `doGenerate` of any version, damaged; streams have faults that it has not. */
export function spoilResult(result: object, fault: string): object {
  if (fault !== "empty" && fault !== "cut") return result;
  const { content, text, finishReason } = result as ResultLike;
  const keep = fault === "empty" ? () => "" : half;
  return {
    ...result,
    ...(typeof text === "string" && { text: keep(text) }),
    ...(Array.isArray(content) && {
      content: fault === "empty" ? [] : content.map(halfOfPart),
    }),
    ...(fault === "cut" && { finishReason: lengthReason(finishReason) }),
  };
}

/** What V1 (`text`) and later versions (`content`) answer with. */
interface ResultLike {
  readonly text?: unknown;
  readonly content?: unknown;
  readonly finishReason?: unknown;
}

function half(text: string): string {
  return text.slice(0, text.length >> 1);
}

function halfOfPart(part: unknown): unknown {
  if (!isRecord(part) || part.type !== "text") return part;
  return { ...part, text: half(String(part.text)) };
}

/** In the form in which the model said why it stopped. */
function lengthReason(finishReason: unknown): unknown {
  return isRecord(finishReason) ? { unified: "length", raw: "length" } : "length";
}

/** One part of an answer, in the words of no SDK version. */
export type AnswerPart =
  | { readonly type: "text" | "reasoning"; readonly text: string }
  | {
      readonly type: "source";
      readonly sourceType: "url";
      readonly id: string;
      readonly url: string;
      readonly title: string;
    }
  | { readonly type: "file"; readonly mediaType: string; readonly base64: string };

export type Version = "v1" | "v2" | "v3" | "v4";
export type RawPart = Readonly<Record<string, unknown>> & { readonly type: string };

/** What a provider leaves in an answer for the next request, and nobody else may get. */
export const PROVIDER_STATE = { openai: { responseId: "resp_1" } } as const;

/** The same on a part, from where the SDK copies it into the next request by itself. */
const PART_STATE = { openai: { itemId: "msg_1", phase: "final_answer" } } as const;

/** When the mock provider says that it answered: never "now". */
export const LONG_AGO: Date = new Date("2001-01-01T00:00:00.000Z");

/** What the provider warned of. */
export const OLD_WARNINGS = [{ type: "other", message: "old" }] as const;

const RESPONSE = { id: "resp_1", timestamp: LONG_AGO, modelId: "served-by-provider" };

/** An answer as the result of a model's `doGenerate`, with the state providers put beside it. */
export function modelResult(version: Version, answer: readonly AnswerPart[]): object {
  const common = {
    ...ending(version),
    response: RESPONSE,
    warnings: OLD_WARNINGS,
  };
  if (version !== "v1") {
    return { ...common, content: answer.map((part) => wholePart(version, part)) };
  }
  const rawCall = { rawPrompt: null, rawSettings: {} };
  return {
    ...common,
    rawCall,
    text: joined(answer, "text"),
    reasoning: joined(answer, "reasoning"),
    sources: ofType(answer, "source").map(({ type: _type, ...source }) => ({
      ...source,
      providerMetadata: PART_STATE,
    })),
    files: ofType(answer, "file").map(({ mediaType, base64 }) => ({
      mimeType: mediaType,
      data: bytesOf(base64),
    })),
  };
}

/** An answer as the parts of a model's stream, text word by word. */
export function modelParts(version: Version, answer: readonly AnswerPart[]): RawPart[] {
  const metadata: RawPart = { type: "response-metadata", ...RESPONSE };
  const finish: RawPart = { type: "finish", ...ending(version) };
  const content = answer.flatMap((part, index) => streamParts(version, part, String(index)));
  if (version === "v1") return [metadata, ...content, finish];
  const start: RawPart = { type: "stream-start", warnings: OLD_WARNINGS };
  return [start, metadata, ...content, finish];
}

/** The words of a text, each with the space after it. */
export function words(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

/** Reason, usage and metadata that end an answer of a version. */
export function ending(version: Version, reason = "stop", raw: string = reason): object {
  const providerMetadata = PROVIDER_STATE;
  switch (version) {
    case "v1":
      return {
        finishReason: reason,
        usage: { promptTokens: 10, completionTokens: 20 },
        providerMetadata,
      };
    case "v2":
      return {
        finishReason: reason,
        usage: {
          ...{ inputTokens: 10, outputTokens: 20, totalTokens: 30 },
          ...{ reasoningTokens: 5, cachedInputTokens: 4 },
        },
        providerMetadata,
      };
    default:
      return {
        finishReason: { unified: reason, raw },
        usage: {
          inputTokens: { total: 10, noCache: 6, cacheRead: 4, cacheWrite: 0 },
          outputTokens: { total: 20, text: 15, reasoning: 5 },
        },
        providerMetadata,
      };
  }
}

/** Bytes of base64 text. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function wholePart(version: Version, part: AnswerPart): RawPart {
  if (part.type === "file") return filePart(version, part);
  return { ...part, providerMetadata: PART_STATE };
}

function filePart(
  version: Version,
  { mediaType, base64 }: Extract<AnswerPart, { type: "file" }>,
): RawPart {
  const bytes = bytesOf(base64);
  if (version === "v1") return { type: "file", mimeType: mediaType, data: bytes };
  const data = version === "v4" ? { type: "data", data: bytes } : bytes;
  return { type: "file", mediaType, data };
}

function streamParts(version: Version, part: AnswerPart, id: string): RawPart[] {
  if (part.type === "file") return [filePart(version, part)];
  if (part.type === "source") {
    const { type, ...source } = part;
    const whole = { ...source, providerMetadata: PART_STATE };
    return [version === "v1" ? { type, source: whole } : { type, ...whole }];
  }
  if (version === "v1") {
    const type = part.type === "text" ? "text-delta" : "reasoning";
    return words(part.text).map((textDelta) => ({ type, textDelta }));
  }
  return [
    { type: `${part.type}-start`, id, providerMetadata: PART_STATE },
    ...words(part.text).map((delta) => ({ type: `${part.type}-delta`, id, delta })),
    { type: `${part.type}-end`, id, providerMetadata: PART_STATE },
  ];
}

function joined(answer: readonly AnswerPart[], type: "text" | "reasoning"): string | undefined {
  const texts = answer.flatMap((part) => (part.type === type ? [part.text] : []));
  return texts.length > 0 ? texts.join("") : undefined;
}

function ofType<Type extends "source" | "file">(
  answer: readonly AnswerPart[],
  type: Type,
): Extract<AnswerPart, { type: Type }>[] {
  return answer.filter((part): part is Extract<AnswerPart, { type: Type }> => part.type === type);
}

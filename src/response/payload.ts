import { checksum } from "../checksum.ts";
import { isRecord } from "../is-record.ts";
import { decodeLearned, encodeLearned, type Learned } from "../learning/learned.ts";
import type { Hex, StoredEntry } from "../store.ts";
import {
  type Answer,
  type AnswerPart,
  finite,
  type TextPart,
  toCitations,
  toSource,
} from "./answer.ts";

/** Mark and version of the stored form. A reader refuses any other: a miss, never a guess. */
const FORMAT = "answer/1";

/** What an entry says, and what people need to know of it. */
export interface Payload {
  readonly answer: Answer;
  /** The question as it was compared: guards read it. */
  readonly query?: string | undefined;
  /** `provider/modelId`. */
  readonly model: string;
  readonly namespace: string;
  /** Hash of the conversation up to and including this answer: where its next turn belongs. */
  readonly context?: Hex | undefined;
  readonly learned?: Learned | undefined;
  /** Of an entry that is kept for ever: the times it was stored with. */
  readonly pinned?: PinnedTimes | undefined;
}

/** When an entry would be stale and gone, were it not pinned. */
export type PinnedTimes = Pick<StoredEntry, "staleAt" | "expiresAt">;

/** The text a store keeps: the format, a checksum of what follows, and JSON. */
export function encodePayload({ learned, ...payload }: Payload): string {
  const json = JSON.stringify(learned ? { ...payload, learned: encodeLearned(learned) } : payload);
  return `${FORMAT} ${checksum(json)} ${json}`;
}

/**
 * Reads a stored text without trusting it: everything is checked and copied field by field, so what a
 * store (or whoever can write to it) adds never reaches the application. When anything is off it says
 * so; `"unknown-format"` is the text of another version.
 */
export function decodePayload(text: string): Payload | "corrupt" | "unknown-format" {
  const [format = "", sum = ""] = text.split(" ", 2);
  if (format !== FORMAT) return /^answer\/\d+$/.test(format) ? "unknown-format" : "corrupt";
  const jsonAt = format.length + sum.length + 2;
  if (sum !== checksum(text, jsonAt)) return "corrupt";
  try {
    return decodeJson(JSON.parse(text.slice(jsonAt))) ?? "corrupt";
  } catch {
    return "corrupt";
  }
}

function decodeJson(value: unknown): Payload | undefined {
  if (!isRecord(value)) return undefined;
  const { query, model, namespace, context } = value;
  const answer = decodeAnswer(value.answer);
  if (!answer || typeof model !== "string" || typeof namespace !== "string") return undefined;
  const pinned = timesOr(value.pinned);
  const payload = {
    answer,
    query: textOr(query),
    model,
    namespace,
    context: hexOr(context),
    pinned,
  };
  if (value.learned === undefined) return payload;
  const learned = decodeLearned(value.learned);
  return learned && { ...payload, learned };
}

function decodeAnswer(value: unknown): Answer | undefined {
  if (!isRecord(value) || !Array.isArray(value.parts) || !isRecord(value.usage)) {
    return undefined;
  }
  const parts = value.parts.map(decodePart);
  if (!parts.every((part) => part !== undefined)) return undefined;
  const { usage, structuredOutputText, rawFinishReason, durationMs } = value;
  return {
    parts,
    usage: {
      inputTokens: finite(usage.inputTokens),
      outputTokens: finite(usage.outputTokens),
      reasoningTokens: finite(usage.reasoningTokens),
      cachedInputTokens: finite(usage.cachedInputTokens),
    },
    structuredOutputText: textOr(structuredOutputText),
    rawFinishReason: textOr(rawFinishReason),
    durationMs: finite(durationMs) ?? 0,
  };
}

function decodePart(value: unknown): AnswerPart | undefined {
  if (!isRecord(value) || !Object.hasOwn(DECODE, String(value.type))) return undefined;
  return DECODE[String(value.type)]?.(value);
}

type Fields = Readonly<Record<string, unknown>>;

const DECODE: Readonly<Record<string, (part: Fields) => AnswerPart | undefined>> = {
  text: (part) => decodeText("text", part),
  reasoning: (part) => decodeText("reasoning", part),
  source: toSource,
  file: decodeFile,
  object: ({ toolName, text }) =>
    typeof toolName === "string" && typeof text === "string"
      ? { type: "object", toolName, text }
      : undefined,
};

function decodeFile({ mediaType, base64, url }: Fields): AnswerPart | undefined {
  if (typeof mediaType !== "string") return undefined;
  if (typeof base64 === "string") return { type: "file", mediaType, base64 };
  return typeof url === "string" && URL.canParse(url)
    ? { type: "file", mediaType, url }
    : undefined;
}

function decodeText(
  type: TextPart["type"],
  { text, chunks, citations }: Fields,
): TextPart | undefined {
  if (typeof text !== "string") return undefined;
  const lengths = Array.isArray(chunks) && chunks.every(isLength) ? chunks : undefined;
  return { type, text, chunks: lengths, citations: toCitations(citations) };
}

function isLength(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function textOr(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function timesOr(value: unknown): PinnedTimes | undefined {
  if (!isRecord(value)) return undefined;
  const [staleAt, expiresAt] = [finite(value.staleAt), finite(value.expiresAt)];
  return staleAt === undefined || expiresAt === undefined ? undefined : { staleAt, expiresAt };
}

function hexOr(value: unknown): Hex | undefined {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

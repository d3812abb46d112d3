import { isRecord } from "../is-record.ts";
import type { TokenUsage } from "../observe/events.ts";
import type { SpecificationVersion } from "./usage.ts";

/** A source the model named. */
export type SourcePart =
  | {
      readonly type: "source";
      readonly sourceType: "url";
      readonly id: string;
      readonly url: string;
      readonly title?: string | undefined;
    }
  | {
      readonly type: "source";
      readonly sourceType: "document";
      readonly id: string;
      readonly mediaType: string;
      readonly title: string;
      readonly filename?: string | undefined;
    };

/** A source that supports a stretch of text. */
export interface Citation {
  readonly source: SourcePart;
  readonly startIndex?: number | undefined;
  readonly endIndex?: number | undefined;
  readonly citedText?: string | undefined;
}

/** Text or reasoning, with the lengths of the chunks it was streamed in. */
export interface TextPart {
  readonly type: "text" | "reasoning";
  readonly text: string;
  readonly chunks?: readonly number[] | undefined;
  readonly citations?: readonly Citation[] | undefined;
}

/** A generated file: base64 data, or a URL. */
export interface FilePart {
  readonly type: "file";
  readonly mediaType: string;
  readonly base64?: string | undefined;
  readonly url?: string | undefined;
}

/** ai 4 `generateObject` in tool mode: the arguments of the tool call, as JSON text. */
export interface ObjectPart {
  readonly type: "object";
  readonly toolName: string;
  readonly text: string;
}

/** One piece of an answer. */
export type AnswerPart = TextPart | SourcePart | FilePart | ObjectPart;

/** Tokens of the model call that made an answer. */
export interface AnswerUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  readonly cachedInputTokens?: number | undefined;
}

/** A complete answer in one form for generate and stream and for all SDK versions. */
export interface Answer {
  readonly parts: readonly AnswerPart[];
  readonly usage: AnswerUsage;
  /** V4: the text that holds the object, where it is not the whole text. */
  readonly structuredOutputText?: string | undefined;
  /** What the provider called its reason to stop. */
  readonly rawFinishReason?: string | undefined;
  /** How long the model call took, in milliseconds. */
  readonly durationMs: number;
}

/** An answer as `shouldStore` sees it. */
export interface StorableAnswer {
  readonly text: string;
  readonly parts: readonly AnswerPart[];
  readonly usage: AnswerUsage;
}

/** All text of an answer. */
export function answerText(answer: Answer): string {
  return answer.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** What an answer says, to be compared: its text, or the object that a tool of ai 4 stands for. */
export function comparableText(answer: Answer): string {
  const objects = answer.parts.filter((part) => part.type === "object");
  return answerText(answer) || objects.map(({ text }) => text).join("\n");
}

/** A source of any SDK version without its provider metadata, or `undefined` when it is none. */
export function toSource(value: unknown): SourcePart | undefined {
  if (!isRecord(value)) return undefined;
  const { sourceType, id, url, title, mediaType, filename } = value;
  if (typeof id !== "string") return undefined;
  if (sourceType === "url" && typeof url === "string") {
    return { type: "source", sourceType, id, url, title: text(title) };
  }
  if (sourceType === "document" && typeof mediaType === "string" && typeof title === "string") {
    return { type: "source", sourceType, id, mediaType, title, filename: text(filename) };
  }
  return undefined;
}

/** Citations that can be understood, or `undefined` when there are none. */
export function toCitations(value: unknown): Citation[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const citations = value.flatMap((item: unknown): Citation[] => {
    const source = isRecord(item) ? toSource(item.source) : undefined;
    if (!source || !isRecord(item)) return [];
    return [
      {
        source,
        startIndex: finite(item.startIndex),
        endIndex: finite(item.endIndex),
        citedText: text(item.citedText),
      },
    ];
  });
  return citations.length > 0 ? citations : undefined;
}

/** Tokens a hit saved. Without undefined fields: metadata must be JSON in every SDK version. */
export function savedUsage(usage: AnswerUsage): TokenUsage {
  const { inputTokens, outputTokens, cachedInputTokens } = usage;
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(cachedInputTokens ? { cachedInputTokens } : {}),
  };
}

/** A finite number, or `undefined`: providers report NaN for what they do not know. */
export function finite(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Whether an SDK version has a shape for everything in an answer: only V4 knows files by URL. */
export function isReplayable(answer: Answer, version: SpecificationVersion): boolean {
  return (
    version === "v4" ||
    answer.parts.every((part) => part.type !== "file" || part.base64 !== undefined)
  );
}

import type { Answer, AnswerPart, FilePart, SourcePart, TextPart } from "./answer.ts";
import { answerText } from "./answer.ts";
import { chunkText, type ResolvedReplay } from "./chunk.ts";
import { streamOf } from "./stream.ts";
import { type SpecificationVersion, writeUsage } from "./usage.ts";

/** What a hit needs besides the answer itself. */
export interface ReplayContext {
  readonly version: SpecificationVersion;
  readonly modelId: string;
  /** Becomes `providerMetadata`: the only metadata a hit carries. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly usage: "zero" | "original";
  readonly replay: ResolvedReplay;
  readonly abortSignal: AbortSignal | undefined;
}

type Part = Readonly<Record<string, unknown>>;

/** A stored answer, given again. */
export interface Replay {
  /** As the result of `doGenerate`, in the shape of the caller's SDK version. */
  generate(): object;
  /** As the result of `doStream`, in the shape of the caller's SDK version. */
  stream(): object;
}

/** The {@link Replay} of an answer. */
export function createReplay(answer: Answer, context: ReplayContext): Replay {
  return {
    generate: () => replayGenerate(answer, context),
    stream: () => replayStream(answer, context),
  };
}

function replayGenerate(answer: Answer, context: ReplayContext): object {
  const { version, modelId, metadata } = context;
  const result = {
    ...finishFields(answer, context),
    warnings: [],
    response: { timestamp: new Date(), modelId },
    providerMetadata: metadata,
  };
  if (version === "v1") return { ...result, ...contentV1(answer), rawCall: noRawCall() };
  const { structuredOutputText } = answer;
  const structured = version === "v4" && structuredOutputText !== undefined;
  return {
    ...result,
    content: (structured ? answer.parts : finalParts(answer)).map((part) =>
      contentPart(part, version),
    ),
    ...(structured ? { structuredOutputText } : {}),
  };
}

function replayStream(answer: Answer, context: ReplayContext): object {
  const parts = context.version === "v1" ? partsV1(answer, context) : streamParts(answer, context);
  const stream = streamOf(parts, context.replay, context.abortSignal);
  return context.version === "v1" ? { stream, rawCall: noRawCall(), warnings: [] } : { stream };
}

/** V1 knows no document sources. */
function isUrlSource(part: AnswerPart): part is Extract<SourcePart, { sourceType: "url" }> {
  return part.type === "source" && part.sourceType === "url";
}

function finishFields(answer: Answer, { version, usage }: ReplayContext): Part {
  const unified = "stop";
  return {
    finishReason:
      version === "v1" || version === "v2" ? unified : { unified, raw: answer.rawFinishReason },
    usage: writeUsage(version, usage === "original" ? answer.usage : {}),
  };
}

function noRawCall(): object {
  return { rawPrompt: null, rawSettings: {} };
}

/** The parts as every direction but V4 generate can show them: the final object alone, where there is one. */
function finalParts(answer: Answer): readonly AnswerPart[] {
  const { structuredOutputText, parts } = answer;
  if (structuredOutputText === undefined || structuredOutputText === answerText(answer))
    return parts;
  const others = parts.filter((part) => part.type !== "text");
  return [...others, { type: "text", text: structuredOutputText }];
}

function contentPart(part: AnswerPart, version: SpecificationVersion): Part {
  switch (part.type) {
    case "text":
      return {
        type: "text",
        text: part.text,
        ...(version === "v4" && part.citations
          ? { citations: structuredClone(part.citations) }
          : {}),
      };
    case "reasoning":
      return { type: "reasoning", text: part.text };
    case "source":
      return { ...part };
    case "file":
      return filePart(part, version);
    case "object": // only ever recorded for a V1 call; for a later one its JSON is the text
      return { type: "text", text: part.text };
  }
}

function filePart(part: FilePart, version: SpecificationVersion): Part {
  const { mediaType, base64, url } = part;
  if (version === "v1") return { type: "file", mimeType: mediaType, data: base64 ?? url };
  if (version !== "v4") return { type: "file", mediaType, data: base64 ?? url };
  const data =
    base64 === undefined
      ? { type: "url", url: new URL(url ?? "") }
      : { type: "data", data: base64 };
  return { type: "file", mediaType, data };
}

function contentV1(answer: Answer): Part {
  const parts = finalParts(answer);
  const texts = partsOf(parts, "text");
  const reasoning = partsOf(parts, "reasoning");
  const calls = partsOf(parts, "object");
  return {
    text: texts.length > 0 ? texts.map((part) => part.text).join("") : undefined,
    reasoning:
      reasoning.length > 0 ? reasoning.map(({ text }) => ({ type: "text", text })) : undefined,
    sources: parts.filter(isUrlSource).map(({ type: _type, ...source }) => source),
    files: partsOf(parts, "file").map(({ mediaType, base64 }) => ({
      mimeType: mediaType,
      data: base64,
    })),
    toolCalls:
      calls.length > 0 ? calls.map(({ toolName, text }) => objectCall(toolName, text)) : undefined,
  };
}

function partsOf<Type extends AnswerPart["type"]>(
  parts: readonly AnswerPart[],
  type: Type,
): PartOf<Type>[] {
  return parts.filter((part): part is PartOf<Type> => part.type === type);
}

type PartOf<Type> = Type extends "text" | "reasoning"
  ? TextPart
  : Extract<AnswerPart, { type: Type }>;

function objectCall(toolName: string, args: string): Part {
  return { toolCallType: "function", toolCallId: crypto.randomUUID(), toolName, args };
}

function* partsV1(answer: Answer, context: ReplayContext): Generator<Part> {
  yield { type: "response-metadata", timestamp: new Date(), modelId: context.modelId };
  for (const part of finalParts(answer)) yield* partV1(part, context);
  yield { type: "finish", ...finishFields(answer, context), providerMetadata: context.metadata };
}

function* partV1(part: AnswerPart, context: ReplayContext): Generator<Part> {
  if (part.type === "text" || part.type === "reasoning") {
    const type = part.type === "text" ? "text-delta" : "reasoning";
    for (const textDelta of chunks(part, context)) yield { type, textDelta };
  } else if (part.type === "object") {
    yield* objectParts(part.toolName, part.text);
  } else if (part.type === "file") {
    yield filePart(part, "v1");
  } else if (isUrlSource(part)) {
    const { type: _type, ...source } = part;
    yield { type: "source", source };
  }
}

/** ai 4 `streamObject` reads the deltas of its tool call and nothing else. */
function* objectParts(toolName: string, args: string): Generator<Part> {
  const call = objectCall(toolName, args);
  const { args: argsTextDelta, ...fields } = call;
  yield { type: "tool-call-delta", ...fields, argsTextDelta };
  yield { type: "tool-call", ...call };
}

function* streamParts(answer: Answer, context: ReplayContext): Generator<Part> {
  const { version } = context;
  yield { type: "stream-start", warnings: [] };
  yield { type: "response-metadata", timestamp: new Date(), modelId: context.modelId };
  for (const [index, part] of finalParts(answer).entries()) {
    if (part.type === "text" || part.type === "reasoning") {
      yield* blockParts(part, String(index), context);
    } else if (part.type === "object") {
      yield* blockParts({ type: "text", text: part.text }, String(index), context);
    } else {
      yield contentPart(part, version);
    }
  }
  yield { type: "finish", ...finishFields(answer, context), providerMetadata: context.metadata };
}

function* blockParts(part: TextPart, id: string, context: ReplayContext): Generator<Part> {
  yield { type: `${part.type}-start`, id };
  for (const delta of chunks(part, context)) yield { type: `${part.type}-delta`, id, delta };
  const { citations } = part;
  yield {
    type: `${part.type}-end`,
    id,
    ...(context.version === "v4" && citations ? { citations: structuredClone(citations) } : {}),
  };
}

function chunks(part: TextPart, { replay }: ReplayContext): Iterable<string> {
  return chunkText(part.text, replay.chunk, part.chunks);
}

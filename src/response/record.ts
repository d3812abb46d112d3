import { isRecord } from "../is-record.ts";
import type { TextPart } from "./answer.ts";
import {
  createRecording,
  type Recorded,
  type Recording,
  type RecordingOptions,
} from "./recording.ts";

/** Records the result of `doGenerate`, of any SDK version, without changing it. */
export function recordGenerate(result: unknown, options: RecordingOptions): Recorded {
  try {
    return isRecord(result) ? recordResult(result, options) : { reason: "unreadable" };
  } catch {
    return { reason: "unreadable" };
  }
}

function recordResult(result: Part, options: RecordingOptions): Recorded {
  const recording = createRecording(options);
  if (Array.isArray(result.content)) recordContent(recording, result.content);
  else recordV1(recording, result);
  recording.finish(result.finishReason, result.usage);
  const { structuredOutputText } = result;
  return recording.end(typeof structuredOutputText === "string" ? structuredOutputText : undefined);
}

/** Records one part of a stream, of any SDK version, without changing it. */
export function recordStreamPart(recording: Recording, part: unknown): void {
  if (!isRecord(part)) recording.reject("unknown-part");
  else recorderOf(String(part.type))(recording, part);
}

type Part = Readonly<Record<string, unknown>>;
type RecordPart = (recording: Recording, part: Part) => void;

const recordWhole: RecordPart = (recording, part) => recording.content(part);

function recorderOf(type: string): RecordPart {
  return (Object.hasOwn(STREAM_PARTS, type) ? STREAM_PARTS[type] : undefined) ?? recordWhole;
}

const STREAM_PARTS: Readonly<Record<string, RecordPart>> = {
  "text-start": startBlock("text"),
  "text-delta": continueBlock("text"),
  "text-end": endBlock("text"),
  "reasoning-start": startBlock("reasoning"),
  "reasoning-delta": continueBlock("reasoning"),
  "reasoning-end": endBlock("reasoning"),
  reasoning: continueBlock("reasoning"),
  "reasoning-signature": (recording) => recording.close("reasoning", V1_BLOCK),
  finish: finishStream,
};

function startBlock(type: TextPart["type"]): RecordPart {
  return (recording, part) => {
    refuseProviderState(recording, part);
    recording.open(type, String(part.id));
  };
}

function continueBlock(type: TextPart["type"]): RecordPart {
  return (recording, part) => {
    if (typeof part.textDelta === "string") recordV1Delta(recording, type, part.textDelta);
    else recording.append(type, String(part.id), String(part.delta ?? ""));
  };
}

function endBlock(type: TextPart["type"]): RecordPart {
  return (recording, part) => {
    refuseProviderState(recording, part);
    recording.close(type, String(part.id), part.citations);
  };
}

function finishStream(recording: Recording, part: Part): void {
  recording.close("text", V1_BLOCK);
  recording.close("reasoning", V1_BLOCK);
  recording.finish(part.finishReason, part.usage);
}

// V1 has no blocks: a delta belongs to the open block of its kind, and one of the other kind ends it.
const V1_BLOCK = "v1";

function recordV1Delta(recording: Recording, type: TextPart["type"], text: string): void {
  recording.close(type === "text" ? "reasoning" : "text", V1_BLOCK);
  if (!recording.isOpen(type, V1_BLOCK)) recording.open(type, V1_BLOCK);
  recording.append(type, V1_BLOCK, text);
}

/** A block that came whole. */
function recordBlock(
  recording: Recording,
  type: TextPart["type"],
  { text, citations }: Part,
): void {
  const id = "whole";
  recording.open(type, id);
  recording.append(type, id, String(text ?? ""));
  recording.close(type, id, citations);
}

function recordContent(recording: Recording, content: readonly unknown[]): void {
  for (const part of content) {
    if (isRecord(part) && (part.type === "text" || part.type === "reasoning")) {
      refuseProviderState(recording, part);
      recordBlock(recording, part.type, part);
    } else {
      recording.content(isRecord(part) ? part : {});
    }
  }
}

function recordV1(recording: Recording, result: Part): void {
  const { text, reasoning, sources, files, toolCalls } = result;
  recordV1Reasoning(recording, reasoning);
  if (typeof text === "string") recordBlock(recording, "text", { text });
  for (const source of list(sources)) recording.content({ type: "source", source });
  for (const file of list(files)) recording.content({ ...file, type: "file" });
  for (const call of list(toolCalls)) recording.content({ ...call, type: "tool-call" });
}

function recordV1Reasoning(recording: Recording, reasoning: unknown): void {
  const parts: readonly Part[] =
    typeof reasoning === "string" ? [{ type: "text", text: reasoning }] : list(reasoning);
  for (const part of parts) {
    if (part.type === "redacted") recording.reject("provider-state");
    recordBlock(recording, "reasoning", part);
  }
}

/** Redacted reasoning and compacted context are state of one conversation, not an answer. */
function refuseProviderState(recording: Recording, part: Part): void {
  const { providerMetadata } = part;
  if (!isRecord(providerMetadata)) return;
  for (const metadata of Object.values(providerMetadata)) {
    if (!isRecord(metadata)) continue;
    if (metadata.redactedData !== undefined || metadata.type === "compaction") {
      recording.reject("provider-state");
    }
  }
}

function list(value: unknown): readonly Part[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

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
  else (STREAM_PARTS[String(part.type)] ?? recordWhole)(recording, part);
}

type Part = Readonly<Record<string, unknown>>;
type RecordPart = (recording: Recording, part: Part) => void;

const recordWhole: RecordPart = (recording, part) => recording.content(part);

const STREAM_PARTS: Readonly<Record<string, RecordPart>> = {
  "text-start": startBlock("text"),
  "text-delta": continueBlock("text"),
  "text-end": endBlock,
  "reasoning-start": startBlock("reasoning"),
  "reasoning-delta": continueBlock("reasoning"),
  "reasoning-end": endBlock,
  reasoning: continueBlock("reasoning"),
  finish: finishStream,
};

function startBlock(type: TextPart["type"]): RecordPart {
  return (recording, part) => {
    refuseProviderState(recording, part);
    recording.text(type, String(part.id), "");
  };
}

function continueBlock(type: TextPart["type"]): RecordPart {
  return (recording, part) => {
    if (typeof part.textDelta === "string") recordV1Delta(recording, type, part.textDelta);
    else recording.text(type, String(part.id), String(part.delta ?? ""));
  };
}

function endBlock(recording: Recording, part: Part): void {
  refuseProviderState(recording, part);
  recording.close(String(part.id), part.citations);
}

function finishStream(recording: Recording, part: Part): void {
  recording.close(V1_BLOCK.text);
  recording.close(V1_BLOCK.reasoning);
  recording.finish(part.finishReason, part.usage);
}

// V1 has no blocks: a delta belongs to the open block of its kind, and one of the other kind ends it.
const V1_BLOCK = { text: "v1-text", reasoning: "v1-reasoning" };

function recordV1Delta(recording: Recording, type: TextPart["type"], text: string): void {
  recording.close(type === "text" ? V1_BLOCK.reasoning : V1_BLOCK.text);
  recording.text(type, V1_BLOCK[type], text);
}

function recordContent(recording: Recording, content: readonly unknown[]): void {
  for (const [index, part] of content.entries()) {
    if (isRecord(part) && (part.type === "text" || part.type === "reasoning")) {
      refuseProviderState(recording, part);
      recording.text(part.type, String(index), String(part.text ?? ""));
      recording.close(String(index), part.citations);
    } else {
      recording.content(isRecord(part) ? part : {});
    }
  }
}

function recordV1(recording: Recording, result: Part): void {
  const { text, reasoning, sources, files, toolCalls } = result;
  recordV1Reasoning(recording, reasoning);
  if (typeof text === "string") {
    recording.text("text", "text", text);
    recording.close("text");
  }
  for (const source of list(sources)) recording.content({ type: "source", source });
  for (const file of list(files)) recording.content({ ...file, type: "file" });
  for (const call of list(toolCalls)) recording.content({ ...call, type: "tool-call" });
}

function recordV1Reasoning(recording: Recording, reasoning: unknown): void {
  const parts =
    typeof reasoning === "string" ? [{ type: "text", text: reasoning }] : list(reasoning);
  for (const [index, part] of parts.entries()) {
    const id = `reasoning-${index}`;
    if (part.type === "redacted") recording.reject("provider-state");
    recording.text("reasoning", id, String(Reflect.get(part, "text") ?? ""));
    recording.close(id);
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

import { isRecord } from "../is-record.ts";
import { type SemanticCacheMetadata, withMetadata } from "./metadata.ts";
import { recordStreamPart } from "./record.ts";
import { createRecording, type Recorded, type RecordingOptions } from "./recording.ts";
import { observeStream } from "./stream.ts";

/** What recording a stream needs from the request that missed. */
export interface StreamRecordingOptions {
  readonly recording: RecordingOptions;
  readonly metadata: SemanticCacheMetadata;
  /** Takes what was recorded, once, however the stream ends. */
  write(recorded: Recorded): void;
  /** Keeps the platform awake until the returned function is called, or gives up on the stream. */
  hold(onGiveUp: () => void): () => void;
}

/**
 * The result of `doStream` with its stream recorded while the caller reads it. Every part passes
 * unchanged; only `finish` also says that this was a miss. Nothing is written but a stream that was
 * read to its clean end.
 */
export function recordStream<T>(result: T, options: StreamRecordingOptions): T {
  const source = isRecord(result) ? result.stream : undefined;
  if (!isStream(source)) {
    options.write({ reason: "unreadable" });
    return result;
  }
  const recording = createRecording(options.recording);
  let isOpen = true;
  // A client that went away may leave a stream unread for ever, without a cancel.
  const release = options.hold(() => end("unread"));

  function end(how: "done" | "failed" | "cancelled" | "unread"): void {
    if (!isOpen) return;
    isOpen = false;
    if (how !== "done") recording.reject(how);
    options.write(recording.end());
    release();
  }

  function observe(part: unknown): unknown {
    try {
      recordStreamPart(recording, part);
    } catch {
      recording.reject("unreadable"); // whatever a provider puts into a part, the caller gets it
    }
    const isFinish = isRecord(part) && part.type === "finish";
    return isFinish ? withMetadata(part, options.metadata) : part;
  }

  return { ...result, stream: observeStream<unknown>(source, observe, end) };
}

/** Any stream with a reader: polyfills and other realms have a ReadableStream of their own. */
function isStream(value: unknown): value is ReadableStream<unknown> {
  return isRecord(value) && typeof value.getReader === "function";
}

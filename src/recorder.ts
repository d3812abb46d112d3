import { toEntryId } from "./entry-id.ts";
import type { LocatedRequest, Miss } from "./lookup/hit.ts";
import { type SemanticCacheMetadata, withMetadata } from "./response/metadata.ts";
import { recordGenerate } from "./response/record.ts";
import { recordStream } from "./response/record-stream.ts";
import type { Recorded, RecordingOptions } from "./response/recording.ts";
import type { Runtime } from "./runtime.ts";
import { writeAnswer } from "./write.ts";

/** Records the model's answer to a request that missed, and hands it on. */
export interface Recorder {
  /** The result of `doGenerate`, with the cache's metadata. */
  generate<T>(result: T): T;
  /** The result of `doStream`, recorded while it is read, with the cache's metadata. */
  stream<T>(result: T): T;
}

/** The {@link Recorder} of one request. What it recorded is written behind the caller. */
export function createRecorder(runtime: Runtime, request: LocatedRequest, miss: Miss): Recorder {
  const { config, background } = runtime;
  const metadata: SemanticCacheMetadata = { hit: false, entryId: toEntryId(request.address) };
  const recording: RecordingOptions = {
    format: request.plan.format,
    providerTools: config.providerTools,
    startedAt: Date.now(),
    maxCharacters: config.limits.answerCharacters,
  };
  const write = (recorded: Recorded): void =>
    background.run(
      () => writeAnswer(runtime, request, { recorded, miss }),
      (error) => runtime.fail("write", error, request.fields),
    );
  const hold = (onGiveUp: () => void): (() => void) =>
    background.hold(config.timeouts.stream, onGiveUp);

  return {
    generate(result) {
      write(recordGenerate(result, recording));
      return withMetadata(result, metadata);
    },
    stream: (result) => recordStream(result, { recording, metadata, write, hold }),
  };
}

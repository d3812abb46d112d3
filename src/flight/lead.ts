import { toEntryId } from "../entry-id.ts";
import { isRecord } from "../is-record.ts";
import { lazy } from "../lazy.ts";
import type { LocatedRequest, Miss } from "../lookup/hit.ts";
import { type SemanticCacheMetadata, withMetadata } from "../response/metadata.ts";
import { recordGenerate, recordStreamPart } from "../response/record.ts";
import { createRecording, type Recorded, type RecordingOptions } from "../response/recording.ts";
import { answerProblem } from "../response/storable.ts";
import type { Runtime } from "../runtime.ts";
import { reportNotStored, writeAnswer } from "../write.ts";
import type { Flight, Landing } from "./flight.ts";
import type { ModelCall, Served } from "./served.ts";
import { createSharedLog, type SharedLog, type SourceEnd } from "./shared-log.ts";
import { untilAborted } from "./until-aborted.ts";

const suspectModule = lazy(() => import("../learning/settle-suspect.ts"));

/** A request that makes its own call. */
interface Departed {
  readonly flight: Flight;
  readonly miss: Miss;
  /** Ends its part in the flight. */
  leave(reason?: unknown): void;
}

/**
 * Serves the request that missed first: calls the model, hands its answer on unchanged but for the
 * cache's metadata, records it for those who follow, and writes it behind everybody's back.
 */
export function lead(
  runtime: Runtime,
  request: LocatedRequest,
  { flight, miss, leave }: Departed,
): Served {
  const { config, background, flights } = runtime;
  const { abortSignal } = request;
  flights.track(flight);
  const metadata: SemanticCacheMetadata = { hit: false, entryId: toEntryId(request.address) };
  const recording: RecordingOptions = {
    format: request.plan.format,
    providerTools: config.providerTools,
    startedAt: Date.now(),
    maxCharacters: config.limits.answerCharacters,
  };

  /** Whether it was stored. */
  async function settle(recorded: Recorded): Promise<boolean> {
    const { answer } = recorded;
    const problem = answer ? await answerProblem(answer, request.plan.format) : recorded.reason;
    if (!answer || problem) {
      fail({ kind: "not-shareable" });
      reportNotStored(runtime, request, problem ?? "no-finish");
      return false;
    }
    flight.land({ kind: "answer", answer });
    const pending = { answer, miss, isInvalidated: flight.isGrounded };
    if (!miss.suspect && !miss.shadow) return writeAnswer(runtime, request, pending);
    const { settleSuspect } = await suspectModule();
    return settleSuspect(runtime, request, pending);
  }

  function fail(landing: Landing): void {
    flight.land(landing);
    flight.settle(false);
    flights.remove(flight);
  }

  async function settleFully(recorded: Recorded): Promise<void> {
    let isStored = false;
    try {
      isStored = await settle(recorded);
    } finally {
      flight.land({ kind: "not-shareable" }); // where even that could not be found out
      flights.retire(flight);
      flight.settle(isStored);
    }
  }

  function finish(recorded: Recorded): void {
    background.run(
      () => settleFully(recorded),
      (error) => runtime.fail("write", error, request.fields),
    );
  }

  /** Calls the model; its own failure is everybody's who waits for it. */
  async function begin(call: ModelCall): Promise<object> {
    try {
      return await call(flight.signal);
    } catch (error) {
      flight.complete();
      fail({ kind: "failed", error });
      throw error;
    }
  }

  // Nobody waits any more: who comes now begins anew, however long the model takes to stop.
  const onAbort = (): void => fail({ kind: "failed", error: flight.signal.reason });
  flight.signal.addEventListener("abort", onAbort, { once: true });

  async function generate(call: ModelCall): Promise<object> {
    const result = await begin(call);
    flight.complete();
    // After an abort the flight is known to nobody any more: an invalidation could not keep it out.
    const isGivenUp = flight.signal.aborted;
    finish(isGivenUp ? { reason: "cancelled" } : recordGenerate(result, recording));
    return withMetadata(result, metadata);
  }

  async function stream(call: ModelCall): Promise<object> {
    const result = await begin(call);
    const source = isRecord(result) ? result.stream : undefined;
    if (!isStream(source)) {
      flight.complete();
      finish({ reason: "unreadable" });
      return result;
    }
    const log = recordLog(source, { recording, flight, fail, finish, hold });
    const cancel = (): void => log.cancel(flight.signal.reason);
    flight.signal.addEventListener("abort", cancel, { once: true });
    if (flight.signal.aborted) cancel();
    flight.begin(log);
    const map = (part: object): object => {
      return Reflect.get(part, "type") === "finish" ? withMetadata(part, metadata) : part;
    };
    const onEnd = (_how: string, reason: unknown): void => leave(reason);
    return { ...result, stream: log.read({ map, onEnd, signal: abortSignal }) };
  }

  const hold = (onGiveUp: () => void): (() => void) =>
    background.hold(config.timeouts.stream, onGiveUp);

  return {
    async generate(call) {
      try {
        return await untilAborted(generate(call), abortSignal);
      } finally {
        leave(abortSignal?.reason);
      }
    },
    async stream(call) {
      try {
        return await untilAborted(stream(call), abortSignal);
      } catch (error) {
        leave(error);
        throw error;
      }
    },
  };
}

interface LogOptions {
  readonly recording: RecordingOptions;
  readonly flight: Flight;
  /** The model failed, before or instead of an end. */
  fail(landing: Landing): void;
  /** Takes what was recorded, once, however the stream ends. */
  finish(recorded: Recorded): void;
  /** Keeps the platform awake until the returned function is called, or gives up on the stream. */
  hold(onGiveUp: () => void): () => void;
}

/** A stream of the model as a log that is recorded while it grows. */
function recordLog(
  source: ReadableStream<object>,
  { recording: options, flight, fail, finish, hold }: LogOptions,
): SharedLog<object> {
  const recording = createRecording(options);
  let isOpen = true;
  // A client that went away may leave a stream unread for ever, without a cancel.
  const release = hold(() => end("unread"));

  function end(how: SourceEnd | "unread", error?: unknown): void {
    if (!isOpen) return;
    isOpen = false;
    if (how === "failed") fail({ kind: "failed", error });
    if (how !== "done") recording.reject(how);
    finish(recording.end());
    release();
  }

  /** It will never be stored, and may never end: whoever comes now begins anew. */
  function letGo(): void {
    if (log.isSealed()) return;
    log.seal();
    fail({ kind: "not-shareable" });
  }

  const log = createSharedLog(source, {
    observe(part) {
      flight.giveSign();
      try {
        recordStreamPart(recording, part);
      } catch {
        recording.reject("unreadable"); // whatever a provider puts into a part, the caller gets it
      }
      if (Reflect.get(part, "type") === "error") {
        fail({ kind: "failed", error: Reflect.get(part, "error") });
      }
      if (recording.isTooLarge()) letGo();
    },
    onEnd(how, error) {
      flight.complete();
      end(how, error);
    },
  });
  return log;
}

/** Any stream with a reader: polyfills and other realms have a ReadableStream of their own. */
function isStream(value: unknown): value is ReadableStream<object> {
  return isRecord(value) && typeof value.getReader === "function";
}

import { type Background, createBackground } from "./background.ts";
import { recordInBlocks } from "./block.ts";
import type { Config } from "./config.ts";
import { toEntryId } from "./entry-id.ts";
import { SemanticCacheError, type SemanticCacheErrorCode } from "./errors.ts";
import { createFlights, type Flights } from "./flight/flights.ts";
import { lazy } from "./lazy.ts";
import type { SemanticTier } from "./lookup/semantic-tier.ts";
import type { CacheEvent, ErrorStage, FailureReason } from "./observe/events.ts";
import { createStats, type StatsCollector } from "./observe/stats.ts";
import type { Payload } from "./response/payload.ts";
import type { StoreChange, StoredEntry } from "./store.ts";

/** Everything the steps of a request share. */
export interface Runtime {
  readonly config: Config;
  readonly background: Background;
  readonly stats: StatsCollector;
  /** What entries say: a store in this process hands out the same entry each time, it is read once. */
  readonly payloads: WeakMap<StoredEntry, Payload>;
  /** The model calls that are under way, for those who ask the same. */
  readonly flights: Flights;
  /** Ids of entries that are being renewed. */
  readonly renewals: Set<string>;
  emit(event: CacheEvent): void;
  /** Reports what failed inside the cache; `fields` name the request. */
  fail(stage: ErrorStage, error: unknown, fields?: object): void;
  /** What compares by meaning; an exact hit never loads it. */
  semanticTier(): SemanticTier | Promise<SemanticTier>;
  /** Stops listening to the store. */
  dispose(): void;
}

/** The {@link Runtime} of one cache. */
export function createRuntime(config: Config): Runtime {
  const stats = createStats();
  const emit = createEmit(config, stats);
  const runtime: Runtime = {
    config,
    background: createBackground(config.waitUntil),
    stats,
    payloads: new WeakMap(),
    flights: createFlights(),
    renewals: new Set(),
    emit,
    fail: (stage, error, fields = {}) =>
      emit({ ...fields, type: "error", stage, reason: failureReason(error), error }),
    semanticTier: lazy(async () => {
      const { createSemanticTier } = await import("./lookup/semantic-tier.ts");
      return createSemanticTier(runtime);
    }),
    dispose: () => stopListening?.(),
  };
  const stopListening = config.store.changes?.((change) => reportChange(runtime, change));
  return runtime;
}

function reportChange({ emit, fail }: Runtime, { type, scope, key }: StoreChange): void {
  const entryId = toEntryId({ scope, key });
  if (type === "evict") emit({ type: "evict", entryId, reason: "capacity" });
  else if (type === "expire") emit({ type: "evict", entryId, reason: "expired" });
  else fail("lookup", unreadable(entryId, type));
}

/** What is said of an entry that cannot be read: as a miss, and in one `error` event. */
export function unreadable(entryId: string, problem: "corrupt" | "unknown-format"): Error {
  return problem === "corrupt"
    ? new SemanticCacheError("entry", `Entry ${entryId} is damaged: a miss, and removed.`)
    : new SemanticCacheError(
        "format",
        `Entry ${entryId} was written in a form this version does not know: a miss, left as it is.`,
      );
}

const FAILURE_REASONS: Readonly<Partial<Record<SemanticCacheErrorCode, FailureReason>>> = {
  timeout: "timeout",
  entry: "corrupt",
  format: "unknown-format",
};

function failureReason(error: unknown): FailureReason {
  const code = SemanticCacheError.isInstance(error) ? error.code : undefined;
  return (code && FAILURE_REASONS[code]) ?? "failed";
}

function createEmit({ onEvent }: Config, stats: StatsCollector): (event: CacheEvent) => void {
  return (event) => {
    stats.record(event);
    recordInBlocks(event);
    if (!onEvent) return;
    try {
      // A listener may be async: its rejection must not become an unhandled one.
      Promise.resolve(onEvent(event)).catch(() => {});
    } catch {
      // A listener that throws is the application's matter; the call goes on.
    }
  };
}

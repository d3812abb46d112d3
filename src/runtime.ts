import { type Background, createBackground } from "./background.ts";
import { toEntryId } from "./entry-id.ts";
import { SemanticCacheError } from "./errors.ts";
import { lazy } from "./lazy.ts";
import type { SemanticTier } from "./lookup/semantic-tier.ts";
import type { CacheEvent, ErrorStage } from "./observe/events.ts";
import { createStats, type StatsCollector } from "./observe/stats.ts";
import type { Config } from "./options.ts";
import type { Payload } from "./response/payload.ts";
import type { StoredEntry } from "./store.ts";

/** Everything the steps of a request share. */
export interface Runtime {
  readonly config: Config;
  readonly background: Background;
  readonly stats: StatsCollector;
  /** What entries say: a store in this process hands out the same entry each time, it is read once. */
  readonly payloads: WeakMap<StoredEntry, Payload>;
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
  const stopListening = config.store.changes?.(({ type, scope, key }) => {
    const reason = type === "evict" ? "capacity" : "expired";
    emit({ type: "evict", entryId: toEntryId({ scope, key }), reason });
  });

  const runtime: Runtime = {
    config,
    background: createBackground(config.waitUntil),
    stats,
    payloads: new WeakMap(),
    emit,
    fail: (stage, error, fields = {}) =>
      emit({ ...fields, type: "error", stage, reason: failureReason(error), error }),
    semanticTier: lazy(async () => {
      const { createSemanticTier } = await import("./lookup/semantic-tier.ts");
      return createSemanticTier(runtime);
    }),
    dispose: () => stopListening?.(),
  };
  return runtime;
}

function failureReason(error: unknown): "failed" | "timeout" | "corrupt" {
  const code = SemanticCacheError.isInstance(error) ? error.code : undefined;
  if (code === "timeout") return "timeout";
  return code === "entry" ? "corrupt" : "failed";
}

function createEmit({ onEvent }: Config, stats: StatsCollector): (event: CacheEvent) => void {
  return (event) => {
    stats.record(event);
    if (!onEvent) return;
    try {
      // A listener may be async: its rejection must not become an unhandled one.
      Promise.resolve(onEvent(event)).catch(() => {});
    } catch {
      // A listener that throws is the application's matter; the call goes on.
    }
  };
}

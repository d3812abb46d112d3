import { type Background, createBackground } from "./background.ts";
import type { EmbeddingModelLike } from "./embedding-model.ts";
import { toEntryId } from "./entry-id.ts";
import { SemanticCacheError } from "./errors.ts";
import { createEmbedder, type Embedder } from "./lookup/embedder.ts";
import type { Policy } from "./lookup/policies/policy.ts";
import { staticPolicy } from "./lookup/policies/static.ts";
import { defaultThreshold } from "./lookup/thresholds.ts";
import type { CacheEvent, ErrorStage } from "./observe/events.ts";
import { createStats, type StatsCollector } from "./observe/stats.ts";
import type { Config } from "./options.ts";

/** Everything the steps of a request share. */
export interface Runtime {
  readonly config: Config;
  readonly background: Background;
  readonly stats: StatsCollector;
  emit(event: CacheEvent): void;
  /** Reports what failed inside the cache; `fields` name the request. */
  fail(stage: ErrorStage, error: unknown, fields?: object): void;
  /** The embedder, or `undefined` when this cache only matches exactly. */
  embedder(): Promise<Embedder | undefined>;
  /** The policy for one call. */
  policy(embeddingModel: string, threshold: number | undefined): Policy;
  /** Stops listening to the store. */
  dispose(): void;
}

/** The {@link Runtime} of one cache. */
export function createRuntime(config: Config): Runtime {
  const stats = createStats();
  const emit = createEmit(config, stats);
  const dispose = config.store.changes?.(({ type, scope, key }) => {
    const reason = type === "evict" ? "capacity" : "expired";
    emit({ type: "evict", entryId: toEntryId({ scope, key }), reason });
  });
  return {
    config,
    background: createBackground(config.waitUntil),
    stats,
    emit,
    fail(stage, error, fields = {}) {
      const isTimeout = SemanticCacheError.isInstance(error) && error.code === "timeout";
      const isCorrupt = SemanticCacheError.isInstance(error) && error.code === "entry";
      const reason = isTimeout ? "timeout" : isCorrupt ? "corrupt" : "failed";
      emit({ ...fields, type: "error", stage, reason, error });
    },
    embedder: createLazyEmbedder(config, emit),
    policy(embeddingModel, threshold) {
      const chosen = threshold ?? config.threshold ?? defaultThreshold(embeddingModel);
      return typeof chosen === "number" ? staticPolicy(chosen) : chosen;
    },
    dispose: () => dispose?.(),
  };
}

function createEmit({ onEvent }: Config, stats: StatsCollector): (event: CacheEvent) => void {
  return (event) => {
    stats.record(event);
    try {
      // A listener may be async: its rejection must not become an unhandled one.
      Promise.resolve(onEvent?.(event)).catch(() => {});
    } catch {
      // A listener that throws is the application's matter; the call goes on.
    }
  };
}

const NO_BUILT_IN =
  "The built-in embedding model is not part of edge and browser bundles, so this cache matches exactly " +
  "only. For semantic hits pass embeddingModel: any AI SDK embedding model, or builtInEmbedding() from " +
  '"ai-sdk-semantic-cache/built-in" (adds 5 MB to the bundle). Pass embeddingModel: null to say that ' +
  "exact matching is what you want.";

function createLazyEmbedder(
  { embeddingModel, hasher }: Config,
  emit: (event: CacheEvent) => void,
): Runtime["embedder"] {
  const create = (model: EmbeddingModelLike | string, loadSdk?: () => Promise<object>): Embedder =>
    createEmbedder({ model, hasher, loadSdk });

  async function load(): Promise<Embedder | undefined> {
    if (embeddingModel === null) return undefined;
    if (embeddingModel !== undefined) return create(embeddingModel, () => import("ai"));
    const { loadBuiltInEmbedding } = await import("#built-in-embedding");
    const model = loadBuiltInEmbedding();
    if (model) return create(model); // ours, in this process: nothing for the SDK to add
    emit({ type: "notice", code: "no-built-in-embedding", message: NO_BUILT_IN });
    return undefined;
  }

  let loading: Promise<Embedder | undefined> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined; // try again with the next request
      throw error;
    });
    return loading;
  };
}

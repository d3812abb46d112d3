import type { EmbeddingModelLike } from "./embedding-model.ts";
import type { ImportOptions, ImportReport } from "./manage/import.ts";
import type { InvalidateFilter, InvalidationReceipt } from "./manage/invalidate.ts";
import type { TextSource } from "./manage/lines.ts";
import type { WarmPrompts } from "./manage/prompts.ts";
import type { ReembedOptions, ReembedReport } from "./manage/reembed.ts";
import type { WarmOptions, WarmReport } from "./manage/warm.ts";
import type { CacheModelInfo } from "./middleware.ts";
import type { ExplainParams, Explanation } from "./observe/explain.ts";
import type { CacheStats, StatsOptions } from "./observe/stats.ts";
import type { Runtime } from "./runtime.ts";
import type { EntryFilter, StoreSize } from "./store.ts";
import { type TextFunction, type WrapOptions, wrapFunction } from "./wrap-function.ts";

/** Which part of a cache a call on its handle is about. */
export interface CacheSelection {
  /** Only this namespace; everything when left out. */
  readonly namespace?: string | undefined;
}

/** The methods to look into a cache and to manage it. They throw what the store throws. */
export interface SemanticCacheHandle {
  /** What the cache did since it was created, or lately. */
  readonly stats: (options?: StatsOptions) => CacheStats;
  /** Why a request would hit, miss or bypass, with its nearest neighbours. Serves and stores nothing. */
  readonly explain: (params: ExplainParams) => Promise<Explanation>;
  /** How much the store holds. */
  readonly size: (selection?: CacheSelection) => Promise<StoreSize>;
  /** Deletes everything the store holds, or one namespace of it, and says how many entries that was. */
  readonly clear: (selection?: CacheSelection) => Promise<number>;
  /**
   * Removes the answers a filter names (by entry, key, namespace, model, tag, source, question, age or a
   * rule of yours), keeps answers under way from being stored, and says what it did. `dryRun` only counts.
   */
  readonly invalidate: (
    filter: InvalidateFilter,
    options?: { readonly dryRun?: boolean },
  ) => Promise<InvalidationReceipt>;
  /**
   * Asks a model every prompt that has no answer here yet, as the application would. An answer that
   * cannot be had is in the report, not thrown; what is stored already costs nothing.
   */
  readonly warm: (
    prompts: WarmPrompts,
    model: CacheModelInfo,
    options?: WarmOptions,
  ) => Promise<WarmReport>;
  /** All answers with their vectors, or those of one namespace, as lines of JSON: for `import`. */
  readonly export: (selection?: CacheSelection) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** Writes the answers of an export into the store. One with vectors of another model is refused. */
  readonly import: (source: TextSource, options?: ImportOptions) => Promise<ImportReport>;
  /** Moves to another embedding model: gives every stored question its vector, while hits go on. */
  readonly reembed: (
    model: EmbeddingModelLike | string,
    options?: ReembedOptions,
  ) => Promise<ReembedReport>;
  /** A function of a text, or a generator of texts, that is answered from the cache like a model. */
  readonly wrap: <Wrapped extends TextFunction>(fn: Wrapped, options?: WrapOptions) => Wrapped;
  /** Resolves when every write that has begun is done. Call it before a process ends. */
  readonly flush: () => Promise<void>;
  /** Flushes, stops listening to the store and closes what the store opened itself. For the end of a program. */
  readonly close: () => Promise<void>;
}

/** The handle of one cache. */
export function createHandle(runtime: Runtime): SemanticCacheHandle {
  const { config, background, stats, plainStore: store } = runtime;
  /** What people ask for is tried, whatever is known of the store. */
  const managed: Runtime = { ...runtime, config: { ...config, store } };

  async function toFilter(selection: CacheSelection): Promise<Pick<EntryFilter, "namespace">> {
    const { namespace } = selection;
    if (namespace === undefined) return {};
    return { namespace: await config.hasher.repeatedText(`namespace:${namespace}`) };
  }

  return {
    stats: stats.read,
    async explain(params) {
      const { explain } = await import("./observe/explain.ts");
      return explain(runtime, params);
    },
    size: async (selection = {}) => store.size(await toFilter(selection)),
    async clear(selection = {}) {
      const { namespace } = selection;
      runtime.flights.ground(
        ({ request }) => namespace === undefined || request.plan.namespace === namespace,
      );
      return store.delete(await toFilter(selection));
    },
    async invalidate(filter, options) {
      const { invalidate } = await import("./manage/invalidate.ts");
      return invalidate(managed, filter, options);
    },
    async warm(prompts, model, options) {
      const { warm } = await import("./manage/warm.ts");
      return warm(runtime, prompts, model, options);
    },
    async export(selection) {
      const { exportEntries } = await import("./manage/export.ts");
      return exportEntries(managed, selection);
    },
    async import(source, options) {
      const { importEntries } = await import("./manage/import.ts");
      return importEntries(managed, source, options);
    },
    async reembed(model, options) {
      const { reembed } = await import("./manage/reembed.ts");
      return reembed(managed, model, options);
    },
    wrap: (fn, options) => wrapFunction(runtime, fn, options),
    flush: () => background.flush(),
    async close() {
      await background.flush();
      runtime.dispose();
      await store.close?.();
    },
  };
}

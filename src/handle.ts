import type { InvalidateFilter, InvalidationReceipt } from "./manage/invalidate.ts";
import type { ExplainParams, Explanation } from "./observe/explain.ts";
import type { CacheStats } from "./observe/stats.ts";
import type { Runtime } from "./runtime.ts";
import type { EntryFilter, StoreSize } from "./store.ts";

/** Which part of a cache a call on its handle is about. */
export interface CacheSelection {
  /** Only this namespace; everything when left out. */
  readonly namespace?: string | undefined;
}

/** The methods to look into a cache and to manage it. They throw what the store throws. */
export interface SemanticCacheHandle {
  /** What the cache did since it was created. */
  readonly stats: () => CacheStats;
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
  /** Resolves when every write that has begun is done. Call it before a process ends. */
  readonly flush: () => Promise<void>;
  /** Flushes, stops listening to the store and closes what the store opened itself. For the end of a program. */
  readonly close: () => Promise<void>;
}

/** The handle of one cache. */
export function createHandle(runtime: Runtime): SemanticCacheHandle {
  const { config, background, stats } = runtime;

  async function toFilter(selection: CacheSelection): Promise<Pick<EntryFilter, "namespace">> {
    const { namespace } = selection;
    if (namespace === undefined) return {};
    return { namespace: await config.hasher.repeatedText(`namespace:${namespace}`) };
  }

  return {
    stats: () => stats.read(),
    async explain(params) {
      const { explain } = await import("./observe/explain.ts");
      return explain(runtime, params);
    },
    size: async (selection = {}) => config.store.size(await toFilter(selection)),
    async clear(selection = {}) {
      const { namespace } = selection;
      runtime.flights.ground(
        ({ request }) => namespace === undefined || request.plan.namespace === namespace,
      );
      return config.store.delete(await toFilter(selection));
    },
    async invalidate(filter, options) {
      const { invalidate } = await import("./manage/invalidate.ts");
      return invalidate(runtime, filter, options);
    },
    flush: () => background.flush(),
    async close() {
      await background.flush();
      runtime.dispose();
      await config.store.close?.();
    },
  };
}

import { type Duration, toMilliseconds } from "../../duration.ts";
import { SemanticCacheError } from "../../errors.ts";
import type { CacheStore, Invalidation } from "../../store.ts";
import { memoryStore } from "../memory/index.ts";
import { quietly } from "./copies.ts";
import { createReads } from "./reads.ts";

/** Options of {@link tieredStore}. */
export interface TieredStoreOptions {
  /** The store that holds everything, usually elsewhere and shared. */
  readonly l2: CacheStore;
  /** The store in front of it, for this tiered store alone. @default memoryStore() */
  readonly l1?: CacheStore | undefined;
  /**
   * How long L1 may answer without asking `l2` again: the most by which something that another process
   * removed outlives it here. An entry's own end is never passed. @default "60s"
   */
  readonly maxAge?: Duration | undefined;
  /** How long reads wait for `l2` before L1 answers alone. */
  readonly timeouts?: TieredTimeouts | undefined;
}

/** Deadlines of {@link tieredStore}: each a little shorter than the cache's own of the same name. */
export interface TieredTimeouts {
  /** Of `get`. @default "80ms" */
  readonly get?: Duration | undefined;
  /** Of `search`. @default "200ms" */
  readonly search?: Duration | undefined;
}

/**
 * Two stores as one: L1, in memory, in front of L2. Writes go to both, what L2 answers is copied into
 * L1, and while L2 is down L1 goes on with what it has.
 *
 * @throws SemanticCacheError `invalid-options` when a tier is no store or a time is no duration.
 */
export function tieredStore(options: TieredStoreOptions): CacheStore {
  const l2 = checkStore("l2", options.l2);
  const l1 = checkStore("l1", options.l1 ?? memoryStore());
  const maxAgeMs = toMilliseconds(options.maxAge ?? "60s", "tieredStore: maxAge");
  const { get = "80ms", search = "200ms" } = options.timeouts ?? {};
  const times = {
    maxAge: maxAgeMs,
    get: toMilliseconds(get, "tieredStore: timeouts.get"),
    search: toMilliseconds(search, "tieredStore: timeouts.search"),
  };
  const reads = createReads(l1, l2, times);
  const listeners = new Set<(news: Invalidation) => void>();

  const stopListening = l2.invalidations?.((news) => {
    reads.heard(news.entries);
    for (const listener of listeners) listener(news);
  });

  return {
    specificationVersion: "v1",
    name: "tiered",
    capabilities: { ...l2.capabilities, shared: l1.capabilities.shared || l2.capabilities.shared },

    get: reads.get,
    search: reads.search,
    getAlias: reads.getAlias,

    async set(entry) {
      await Promise.all([reads.writing(entry), l2.set(entry)]);
      reads.written(entry);
    },

    async delete(filter, { dryRun = false } = {}) {
      if (dryRun) return l2.delete(filter, { dryRun });
      await l1.delete(filter);
      try {
        return await l2.delete(filter);
      } finally {
        reads.removed();
        await l1.delete(filter); // what was copied in between
      }
    },

    size: (filter) => l2.size(filter),
    entries: (filter) => l2.entries(filter),

    async setAlias(alias) {
      const expiresAt = Math.min(Date.now() + maxAgeMs, alias.expiresAt);
      const copied = quietly(() => l1.setAlias({ ...alias, expiresAt }));
      await Promise.all([copied, l2.setAlias(alias)]);
    },

    load: () => Promise.all([l1.load?.(), l2.load?.()]),

    touch(address) {
      quietly(() => l1.touch?.(address));
      return l2.touch?.(address);
    },

    changes(listener) {
      const stops = [
        l2.changes?.(listener),
        // That a copy leaves L1 is no news: its entry is still in L2.
        l1.changes?.((change) => {
          if (change.type === "corrupt" || change.type === "unknown-format") listener(change);
        }),
      ];
      return () => {
        for (const stop of stops) stop?.();
      };
    },

    ...(l2.lease && { lease: l2.lease.bind(l2) }),
    ...(l2.invalidations && {
      invalidations(listener: (news: Invalidation) => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    }),

    async close() {
      stopListening?.();
      await Promise.all([l1.close?.(), l2.close?.()]);
    },
  };
}

function checkStore(option: string, store: CacheStore): CacheStore {
  if (store?.specificationVersion === "v1" && typeof store.get === "function") return store;
  throw new SemanticCacheError(
    "invalid-options",
    `tieredStore: ${option} must be a store; got ${typeof store}.`,
  );
}

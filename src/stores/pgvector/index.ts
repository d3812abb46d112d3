import { SemanticCacheError } from "../../errors.ts";
import type { CacheStore, EntryFilter, StoreChange, StoredEntry } from "../../store.ts";
import { checkBound } from "../../store-kit/names.ts";
import { checkListener, type PgvectorClient, type PgvectorListener } from "./client.ts";
import { createInvalidations } from "./invalidations.ts";
import { toNews } from "./news.ts";
import { createReads } from "./reads.ts";
import { createRun, migrate } from "./run.ts";
import { type TableOptions, toTables } from "./tables.ts";
import { isEvictionDue, toAddresses, toEviction, toLease, toPrune } from "./upkeep.ts";
import { createWrites } from "./writes.ts";

export type {
  ListeningClient,
  NotifiedClient,
  PgvectorClient,
  PgvectorListener,
} from "./client.ts";
export { pgvectorMigration } from "./migration.ts";
export type { TableOptions as PgvectorTableOptions } from "./tables.ts";

/** Options of {@link pgvectorStore}. */
export interface PgvectorStoreOptions extends TableOptions {
  /** A connected client: a `Pool` of node-postgres, PGlite, Neon. The store never closes it. */
  readonly client: PgvectorClient;
  /** Most entries in the table, give or take a hundredth. @default 1000000 */
  readonly maxEntries?: number | undefined;
  /**
   * Hears what other processes replace and remove: a connection of its own. Without it the store has no
   * `invalidations`.
   */
  readonly listener?: PgvectorListener | undefined;
}

/** A {@link CacheStore} that can make its own tables. */
export interface PgvectorStore extends CacheStore {
  /**
   * Makes the extension, tables and indexes that are not there yet. A step of a deployment: it can be
   * called again, and by two processes at once.
   *
   * @throws SemanticCacheError `store` saying what is in the way.
   */
  migrate(): Promise<void>;
}

/** An entry that is used often is marked once in this time: a mark is a write. */
const TOUCH_INTERVAL_MS = 60_000;

/**
 * A store in PostgreSQL with the extension pgvector. Call `migrate()` once before the first use.
 *
 * @throws SemanticCacheError `invalid-options` when there is no client, or a name or number is unfit.
 */
export function pgvectorStore(options: PgvectorStoreOptions): PgvectorStore {
  const { client, maxEntries = 1_000_000, listener } = options ?? {};
  if (typeof client?.query !== "function") {
    throw new SemanticCacheError(
      "invalid-options",
      `pgvectorStore: client must have a method query(text, values); got ${typeof client}.`,
    );
  }
  checkBound("pgvectorStore", "maxEntries", maxEntries);
  if (listener !== undefined) checkListener(listener);
  const tables = toTables(options);
  const run = createRun(client, tables.entries);
  const self = randomHex();
  const watchers = new Set<(change: StoreChange) => void>();
  const tell = (change: StoreChange): void => watchers.forEach((watch) => void watch(change));
  const writes = createWrites(run, tables, self);
  const reads = createReads(run, tables, tell, writes.removeDamaged);
  const invalidations = listener && createInvalidations(listener, tables.channel, self);

  async function tidy(): Promise<void> {
    for (const address of toAddresses(await run(toPrune(tables), [Date.now()]))) {
      tell({ type: "expire", ...address });
    }
    if (!isEvictionDue(maxEntries)) return;
    const evicted = toAddresses(await run(toEviction(tables), [maxEntries]));
    for (const address of evicted) tell({ type: "evict", ...address });
    // A later delete would not name them, so whoever has a copy must hear of it now.
    if (evicted.length > 0) await writes.notify(toNews(self, evicted));
  }

  return {
    specificationVersion: "v1",
    name: "pgvector",
    capabilities: {
      search: tables.indexed.length > 0 ? "approximate" : "exact",
      expiry: "milliseconds",
      consistency: "immediate",
      shared: true,
    },

    migrate: () => migrate(client, options),

    get: reads.get,
    search: reads.search,
    async set(entry: StoredEntry) {
      await writes.set(entry);
      await tidy();
    },
    delete: (filter: EntryFilter, { dryRun = false } = {}) =>
      dryRun ? reads.count(filter) : writes.delete(filter),
    size: ({ namespace } = {}) => reads.size(namespace),
    entries: (filter = {}) => reads.entries(filter),

    getAlias: reads.getAlias,
    setAlias: writes.setAlias,

    async touch({ scope, key }) {
      const now = Date.now();
      await run(
        `UPDATE ${tables.entries} SET accessed_at = $3 WHERE scope = $1 AND key = $2 AND accessed_at <= $4`,
        [scope, key, now, now - TOUCH_INTERVAL_MS],
      );
    },

    async lease(name, milliseconds) {
      const holder = randomHex();
      const taken = await run(toLease(tables), [name, holder, milliseconds]);
      if (taken.length === 0) return undefined;
      return {
        async release() {
          const held = "name = $1 AND holder = $2";
          await run(`DELETE FROM ${tables.leases} WHERE ${held}`, [name, holder]);
        },
      };
    },

    changes(watch) {
      watchers.add(watch);
      return () => void watchers.delete(watch);
    },
    ...(invalidations && { invalidations: invalidations.subscribe }),

    close() {
      watchers.clear();
      invalidations?.close();
    },
  };
}

function randomHex(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

import type {
  CacheStore,
  EntryAddress,
  EntryFilter,
  StoreCapabilities,
  StoreChange,
  StoredEntry,
} from "../../store.ts";
import { isLive } from "../checked-entry.ts";
import { matchesFilter } from "../entry-filter.ts";
import { checkBound, checkPrefix } from "../names.ts";
import { type RedisCommands, requireTexts, sendInStep } from "./commands.ts";
import { exactLookup } from "./exact-lookup.ts";
import { redisAliases } from "./redis-aliases.ts";
import { redisFeed } from "./redis-feed.ts";
import { redisKeys, toMember } from "./redis-keys.ts";
import { redisLease } from "./redis-lease.ts";
import { redisListing } from "./redis-listing.ts";
import { redisRecords } from "./redis-records.ts";
import { redisWriter } from "./redis-writer.ts";
import { shortId } from "./short-id.ts";
import type { VectorIndex, VectorIndexTools } from "./vector-index.ts";

/** Options that all stores on Redis share. */
export interface RedisBaseOptions {
  /** Begins the name of every key. @default "semantic-cache" */
  readonly prefix?: string | undefined;
  /** Most entries that are held; those used the longest time ago leave first. @default 100000 */
  readonly maxEntries?: number | undefined;
  /** How often news of other processes is asked for while somebody listens, in milliseconds. @default 1000 */
  readonly invalidationIntervalMs?: number | undefined;
}

/** What makes one store on Redis differ from another. */
export interface RedisStoreParts {
  /** Name of the factory, for errors. */
  readonly factory: string;
  /** Name of the store. */
  readonly name: string;
  readonly commands: RedisCommands;
  readonly search: StoreCapabilities["search"];
  readonly createIndex: (tools: VectorIndexTools) => VectorIndex;
}

/** How many whole entries are read at once while listing: they may be large. */
const LISTED_AT_ONCE = 20;

/**
 * A store on Redis: records, pointers, index sets, aliases, leases and news. How vectors are kept and
 * searched is the index's.
 *
 * @throws SemanticCacheError `invalid-options` when a prefix or a bound is none.
 */
export function redisBase(parts: RedisStoreParts, options: RedisBaseOptions = {}): CacheStore {
  const { factory, commands } = parts;
  const keys = redisKeys(checkPrefix(factory, options.prefix ?? "semantic-cache"));
  const maxEntries = checkBound(factory, "maxEntries", options.maxEntries ?? 100_000);
  const { invalidationIntervalMs = 1_000 } = options;
  checkBound(factory, "invalidationIntervalMs", invalidationIntervalMs);

  const listeners = new Set<(change: StoreChange) => void>();
  const tell = (change: StoreChange): void => {
    for (const listener of listeners) listener(change);
  };
  const records = redisRecords(commands, keys, tell);
  const listing = redisListing(commands, keys);
  const aliases = redisAliases(commands, keys);
  const feed = redisFeed(commands, keys.feed, invalidationIntervalMs);
  const index = parts.createIndex({ commands, keys, records });
  const writer = redisWriter({ commands, keys, records, index, feed, maxEntries, tell });

  async function* matching(filter: EntryFilter): AsyncGenerator<StoredEntry> {
    for await (const addresses of listing.candidates(filter)) {
      for (let at = 0; at < addresses.length; at += LISTED_AT_ONCE) {
        const found = await readAll(addresses.slice(at, at + LISTED_AT_ONCE));
        yield* found.filter((entry) => isLive(entry) && matchesFilter(entry, filter));
      }
    }
  }

  async function readAll(addresses: readonly EntryAddress[]): Promise<StoredEntry[]> {
    const replies = await commands.send(
      addresses.map(({ scope, key }) => ["GET", keys.entry(scope, shortId(key))]),
    );
    const texts = requireTexts("GET", replies, addresses.length);
    const accepted = await Promise.all(
      addresses.map(({ scope, key }, at) => records.accept(scope, shortId(key), texts[at])),
    );
    return accepted.filter((entry, at) => entry?.key === addresses[at]?.key) as StoredEntry[];
  }

  return {
    specificationVersion: "v1",
    name: parts.name,
    capabilities: {
      search: parts.search,
      expiry: "milliseconds",
      consistency: "immediate",
      shared: true,
    },

    get: (query) => exactLookup(commands, keys, records, query),

    async search(query) {
      await index.prepare?.();
      return index.search(query);
    },

    async set(entry) {
      await index.prepare?.();
      if (isLive(entry)) return writer.write(entry);
      await writer.remove(await records.headers([entry])); // what it replaces is gone too
    },

    async delete(filter, { dryRun = false } = {}) {
      if (!dryRun) await index.prepare?.();
      let [count, batches] = [0, 0];
      for await (const addresses of listing.candidates(filter)) {
        const headers = await records.headers(addresses);
        const named = headers.filter((header) => matchesFilter(header, filter));
        count += dryRun ? named.length : await writer.remove(named, batches++ > 0);
      }
      if (!dryRun) await aliases.clear(filter);
      await sendInStep(commands, []); // what was read of entries on the way was theirs
      return count;
    },

    size: async ({ namespace } = {}) => ({ entries: await listing.count(namespace) }),

    entries: (filter = {}) => matching(filter),

    getAlias: (alias) => aliases.get(alias),
    setAlias: (alias) => aliases.set(alias),

    async touch(address) {
      await commands.send([["ZADD", keys.used, "XX", String(Date.now()), toMember(address)]]);
    },

    lease: (name, milliseconds) => redisLease(commands, keys.lease(name), milliseconds),

    changes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    invalidations: (listener) => feed.listen(listener),

    close() {
      listeners.clear();
      feed.close();
    },
  };
}

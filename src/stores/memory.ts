import { SemanticCacheError } from "../errors.ts";
import { dot } from "../similarity.ts";
import type {
  Alias,
  CacheStore,
  EntryFilter,
  Match,
  SearchQuery,
  StoreChange,
  StoredEntry,
} from "../store.ts";
import { aliasesOf, matchesFilter } from "../store-kit/entry-filter.ts";

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** Most entries that are held. @default 10000 */
  readonly maxEntries?: number | undefined;
  /** Most memory the entries take, in bytes (estimated). @default 268435456 (256 MB) */
  readonly maxBytes?: number | undefined;
}

/** What an entry takes besides its payload and its vector: hashes, maps, object headers. */
const ENTRY_OVERHEAD_BYTES = 1_000;

interface Partition {
  readonly entries: Map<string, StoredEntry>;
  /** From the key of a normal form to the key of its entry. */
  readonly normalKeys: Map<string, string>;
}

/**
 * A store in the memory of the process: exact search, least recently used entries leave first when it
 * is full. What it holds is gone when the process ends, and other processes do not see it.
 *
 * @throws SemanticCacheError `invalid-options` when a bound is not a positive number.
 */
export function memoryStore(options: MemoryStoreOptions = {}): CacheStore {
  const maxEntries = positive("maxEntries", options.maxEntries ?? 10_000);
  const maxBytes = positive("maxBytes", options.maxBytes ?? 268_435_456);
  const partitions = new Map<string, Partition>();
  const aliases = new Map<string, Alias>();
  const recency = new Set<StoredEntry>(); // in order of use: the first is the least recently used
  const listeners = new Set<(change: StoreChange) => void>();
  let bytes = 0;

  function remove(entry: StoredEntry, reason?: "evict" | "expire"): void {
    const partition = partitions.get(entry.scope);
    if (!recency.delete(entry) || !partition) return; // replaced meanwhile
    partition.entries.delete(entry.key);
    bytes -= bytesOf(entry);
    if (entry.normalKey && partition.normalKeys.get(entry.normalKey) === entry.key) {
      partition.normalKeys.delete(entry.normalKey);
    }
    if (partition.entries.size === 0) partitions.delete(entry.scope);
    if (reason) tell(reason, entry);
  }

  function tell(type: "evict" | "expire", { scope, key }: StoredEntry): void {
    for (const listener of listeners) listener({ type, scope, key });
  }

  function makeRoom(): void {
    for (const oldest of recency) {
      if (recency.size <= maxEntries && bytes <= maxBytes) return;
      remove(oldest, "evict");
    }
  }

  function live(entry: StoredEntry | undefined): StoredEntry | undefined {
    if (!entry || entry.expiresAt > Date.now()) return entry;
    remove(entry, "expire");
    return undefined;
  }

  function find(scope: string, key: string): StoredEntry | undefined {
    const partition = partitions.get(scope);
    return (
      partition?.entries.get(key) ?? partition?.entries.get(partition.normalKeys.get(key) ?? "")
    );
  }

  function* liveEntries(filter: EntryFilter = {}): Generator<StoredEntry> {
    for (const entry of [...recency]) {
      if (recency.has(entry) && matchesFilter(entry, filter) && live(entry)) yield entry;
    }
  }

  return {
    specificationVersion: "v1",
    name: "memory",
    capabilities: {
      search: "exact",
      expiry: "milliseconds",
      consistency: "immediate",
      shared: false,
    },

    get({ scope, keys }) {
      for (const key of keys) {
        const entry = live(find(scope, key));
        if (entry) return entry;
      }
      return undefined;
    },

    search({ scope, space, vector, limit, threshold }: SearchQuery) {
      const found: Match[] = [];
      for (const entry of partitions.get(scope)?.entries.values() ?? []) {
        if (entry.space !== space || !entry.vector) continue;
        const similarity = dot(entry.vector, vector);
        if (similarity >= threshold && live(entry)) found.push({ entry, similarity });
      }
      return found.sort((left, right) => right.similarity - left.similarity).slice(0, limit);
    },

    set(entry) {
      const replaced = partitions.get(entry.scope)?.entries.get(entry.key);
      if (replaced) remove(replaced);
      if (bytesOf(entry) > maxBytes) return tell("evict", entry); // would empty the store for nothing
      const partition = partitions.get(entry.scope) ?? {
        entries: new Map(),
        normalKeys: new Map(),
      };
      partitions.set(entry.scope, partition);
      partition.entries.set(entry.key, entry);
      if (entry.normalKey) partition.normalKeys.set(entry.normalKey, entry.key);
      recency.add(entry);
      bytes += bytesOf(entry);
      makeRoom();
    },

    delete(filter, { dryRun = false } = {}) {
      const doomed = [...liveEntries(filter)];
      if (dryRun) return doomed.length;
      for (const entry of doomed) remove(entry);
      dropAliases(aliases, filter);
      return doomed.length;
    },

    size({ namespace } = {}) {
      let entries = 0;
      let size = 0;
      for (const entry of liveEntries({ namespace })) {
        entries++;
        size += bytesOf(entry);
      }
      return { entries, bytes: size };
    },

    entries: (filter) => liveEntries(filter),

    getAlias(name) {
      const alias = aliases.get(name);
      if (!alias || alias.expiresAt > Date.now()) return alias?.target;
      aliases.delete(name);
      return undefined;
    },

    setAlias(alias) {
      aliases.delete(alias.alias);
      aliases.set(alias.alias, alias);
      for (const oldest of aliases.keys()) {
        if (aliases.size <= 2 * maxEntries) break;
        aliases.delete(oldest);
      }
    },

    touch({ scope, key }) {
      const entry = partitions.get(scope)?.entries.get(key);
      if (!entry) return;
      recency.delete(entry);
      recency.add(entry);
    },

    changes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function bytesOf({ payload, vector }: StoredEntry): number {
  return ENTRY_OVERHEAD_BYTES + 2 * payload.length + (vector?.byteLength ?? 0);
}

function dropAliases(aliases: Map<string, Alias>, filter: EntryFilter): void {
  const gone = aliasesOf(filter);
  if (gone === "none") return;
  for (const [name, alias] of aliases) {
    if (gone === "all" || alias.namespace === gone.namespace) aliases.delete(name);
  }
}

function positive(name: string, value: number): number {
  if (typeof value === "number" && value > 0) return value;
  throw new SemanticCacheError(
    "invalid-options",
    `memoryStore: ${name} must be a positive number; got ${JSON.stringify(value)}.`,
  );
}

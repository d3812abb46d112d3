import { SemanticCacheError } from "../../errors.ts";
import { lazy } from "../../lazy.ts";
import type {
  Alias,
  CacheStore,
  EntryFilter,
  Match,
  SearchQuery,
  StoreChange,
  StoredEntry,
} from "../../store.ts";
import { aliasesOf, matchesFilter } from "../../store-kit/entry-filter.ts";
import { type Held, hold } from "./held.ts";
import { createRecency } from "./recency.ts";
import type { VectorIndex } from "./vector-index.ts";

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** Most entries that are held. @default 10000 */
  readonly maxEntries?: number | undefined;
  /** Most memory the entries take, in bytes (estimated). @default 268435456 (256 MB) */
  readonly maxBytes?: number | undefined;
  /**
   * How entries are found. `"sketch"` compares sketches of 32 bytes, then the vectors of those that are near;
   * `"exact"` compares every vector of the scope. @default "sketch"
   */
  readonly search?: "sketch" | "exact" | undefined;
  /**
   * How vectors are kept. `"float32"`: as they came. `"int8"`: in a quarter of the memory; similarities are
   * off by about 0.001, and vectors that are read again are not quite those that were written.
   * @default "float32"
   */
  readonly precision?: "float32" | "int8" | undefined;
}

interface Partition {
  readonly entries: Map<string, Held>;
  /** From the key of a normal form to the key of its entry. */
  readonly normalKeys: Map<string, string>;
}

/**
 * A store in the memory of the process: least recently used entries leave first when it is full. What it
 * holds is gone when the process ends, and other processes do not see it.
 *
 * @throws SemanticCacheError `invalid-options` when a bound is not a positive number, or a word is unknown.
 */
export function memoryStore(options: MemoryStoreOptions = {}): CacheStore {
  const maxEntries = positive("maxEntries", options.maxEntries ?? 10_000);
  const maxBytes = positive("maxBytes", options.maxBytes ?? 268_435_456);
  const search = oneOf("search", ["sketch", "exact"], options.search);
  const precision = oneOf("precision", ["float32", "int8"], options.precision);
  const partitions = new Map<string, Partition>();
  const aliases = new Map<string, Alias>();
  const recency = createRecency();
  const listeners = new Set<(change: StoreChange) => void>();
  let bytes = 0;
  let index: VectorIndex | undefined;
  const loadIndex = lazy(async () => {
    const { createVectorIndex } = await import("./vector-index.ts");
    index = createVectorIndex({ search, precision });
    for (const held of recency.all()) index.add(held); // what came while it was loaded
    return index;
  });
  const loadedIndex = async (): Promise<VectorIndex> => loadIndex();

  function remove(held: Held, reason?: "evict" | "expire"): void {
    const { scope, key, normalKey } = held.entry;
    const partition = partitions.get(scope);
    if (!recency.remove(held) || !partition) return; // replaced meanwhile
    index?.remove(held);
    partition.entries.delete(key);
    bytes -= held.bytes;
    if (normalKey && partition.normalKeys.get(normalKey) === key) {
      partition.normalKeys.delete(normalKey);
    }
    if (partition.entries.size === 0) partitions.delete(scope);
    if (reason) tell(reason, held.entry);
  }

  function tell(type: "evict" | "expire", { scope, key }: StoredEntry): void {
    for (const listener of listeners) listener({ type, scope, key });
  }

  function makeRoom(): void {
    while (recency.oldest && (recency.size > maxEntries || bytes > maxBytes)) {
      remove(recency.oldest, "evict");
    }
  }

  function live(held: Held | undefined): Held | undefined {
    if (!held || held.entry.expiresAt > Date.now()) return held;
    remove(held, "expire");
    return undefined;
  }

  function find(scope: string, key: string): Held | undefined {
    const partition = partitions.get(scope);
    return (
      partition?.entries.get(key) ?? partition?.entries.get(partition.normalKeys.get(key) ?? "")
    );
  }

  function searchIn(loaded: VectorIndex, query: SearchQuery): readonly Match[] {
    const { matches, expired } = loaded.search(query);
    for (const held of expired) remove(held, "expire");
    return matches;
  }

  /** The entry with its vector: a copy, nobody else writes to it. */
  const whole = (held: Held): StoredEntry => index?.entryOf(held) ?? held.entry;

  function* liveEntries(filter: EntryFilter = {}): Generator<Held> {
    for (const held of recency.all()) {
      if (recency.has(held) && matchesFilter(held.entry, filter) && live(held)) yield held;
    }
  }

  return {
    specificationVersion: "v1",
    name: "memory",
    capabilities: {
      search: search === "exact" ? "exact" : "approximate",
      expiry: "milliseconds",
      consistency: "immediate",
      shared: false,
    },

    get({ scope, keys }) {
      for (const key of keys) {
        const held = live(find(scope, key));
        if (held) return whole(held);
      }
      return undefined;
    },

    search(query) {
      if (index) return searchIn(index, query);
      return recency.size === 0 ? [] : loadedIndex().then((loaded) => searchIn(loaded, query));
    },

    set(entry) {
      const replaced = partitions.get(entry.scope)?.entries.get(entry.key);
      if (replaced) remove(replaced);
      const held = hold(entry, precision === "int8" ? 1 : 4);
      if (held.bytes > maxBytes) return tell("evict", entry); // would empty the store for nothing
      const partition = partitions.get(entry.scope) ?? {
        entries: new Map(),
        normalKeys: new Map(),
      };
      partitions.set(entry.scope, partition);
      partition.entries.set(entry.key, held);
      if (entry.normalKey) partition.normalKeys.set(entry.normalKey, entry.key);
      recency.use(held);
      bytes += held.bytes;
      index?.add(held);
      makeRoom();
      if (entry.vector && !index) return loadedIndex().then(() => {});
    },

    delete(filter, { dryRun = false } = {}) {
      const doomed = [...liveEntries(filter)];
      if (dryRun) return doomed.length;
      for (const held of doomed) remove(held);
      dropAliases(aliases, filter);
      return doomed.length;
    },

    size({ namespace } = {}) {
      let entries = 0;
      let size = 0;
      for (const held of liveEntries({ namespace })) {
        entries++;
        size += held.bytes;
      }
      return { entries, bytes: size };
    },

    *entries(filter) {
      for (const held of liveEntries(filter)) yield whole(held);
    },

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
      const held = partitions.get(scope)?.entries.get(key);
      if (held) recency.use(held);
    },

    changes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
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
  throw refused(name, "a positive number", value);
}

/** One of some words, the first when there is none. */
function oneOf<Word extends string>(
  name: string,
  words: readonly [Word, ...Word[]],
  value: Word | undefined,
): Word {
  if (value === undefined || words.includes(value)) return value ?? words[0];
  throw refused(name, words.map((word) => `"${word}"`).join(" or "), value);
}

function refused(name: string, expected: string, value: unknown): SemanticCacheError {
  return new SemanticCacheError(
    "invalid-options",
    `memoryStore: ${name} must be ${expected}; got ${JSON.stringify(value)}.`,
  );
}

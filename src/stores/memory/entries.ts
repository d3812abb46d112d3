import type {
  Alias,
  EntryAddress,
  EntryFilter,
  Hex,
  Match,
  SearchQuery,
  StoreChange,
  StoredEntry,
  StoreSize,
} from "../../store.ts";
import { aliasesOf, matchesFilter } from "../../store-kit/entry-filter.ts";
import { type Held, hold } from "./held.ts";
import { createRecency } from "./recency.ts";
import { createVectorIndex } from "./vector-index.ts";

interface Partition {
  readonly entries: Map<string, Held>;
  /** From the key of a normal form to the key of its entry. */
  readonly normalKeys: Map<string, string>;
}

/** The methods of `CacheStore` as the memory has them. */
export interface MemoryEntries {
  get(query: { readonly scope: Hex; readonly keys: readonly Hex[] }): StoredEntry | undefined;
  search(query: SearchQuery): readonly Match[];
  set(entry: StoredEntry): void;
  delete(filter: EntryFilter, options?: { readonly dryRun?: boolean }): number;
  size(filter?: { readonly namespace?: Hex | undefined }): StoreSize;
  entries(filter?: EntryFilter): Iterable<StoredEntry>;
  getAlias(alias: Hex): Hex | undefined;
  setAlias(alias: Alias): void;
  touch(address: EntryAddress): void;
}

/** Bounds and ways of a memory store, each with its default filled in. */
export interface MemoryRules {
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly search: "sketch" | "exact";
  readonly precision: "float32" | "int8";
}

/** What a memory store holds, and its methods, all of them synchronous. `tell` hears of what leaves by itself. */
export function createEntries(
  { maxEntries, maxBytes, search, precision }: MemoryRules,
  tell: (change: StoreChange) => void,
): MemoryEntries {
  const partitions = new Map<string, Partition>();
  const aliases = new Map<string, Alias>();
  const recency = createRecency();
  let bytes = 0;
  const index = createVectorIndex({ search, precision });

  function remove(held: Held, reason?: "evict" | "expire"): void {
    const { scope, key, normalKey } = held.entry;
    const partition = partitions.get(scope);
    if (!recency.remove(held) || !partition) return; // replaced meanwhile
    index.remove(held);
    partition.entries.delete(key);
    bytes -= held.bytes;
    if (normalKey && partition.normalKeys.get(normalKey) === key) {
      partition.normalKeys.delete(normalKey);
    }
    if (partition.entries.size === 0) partitions.delete(scope);
    if (reason) report(reason, held.entry);
  }

  function report(type: "evict" | "expire", { scope, key }: StoredEntry): void {
    tell({ type, scope, key });
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

  function* liveEntries(filter: EntryFilter = {}): Generator<Held> {
    for (const held of recency.all()) {
      if (recency.has(held) && matchesFilter(held.entry, filter) && live(held)) yield held;
    }
  }

  return {
    get({ scope, keys }) {
      for (const key of keys) {
        const held = live(find(scope, key));
        if (held) return index.entryOf(held);
      }
      return undefined;
    },

    search(query) {
      const { matches, expired } = index.search(query);
      for (const held of expired) remove(held, "expire");
      return matches;
    },

    set(entry) {
      const replaced = partitions.get(entry.scope)?.entries.get(entry.key);
      if (replaced) remove(replaced);
      const held = hold(entry, precision === "int8" ? 1 : 4);
      if (held.bytes > maxBytes) return report("evict", entry); // would empty the store for nothing
      const partition = partitions.get(entry.scope) ?? {
        entries: new Map(),
        normalKeys: new Map(),
      };
      partitions.set(entry.scope, partition);
      partition.entries.set(entry.key, held);
      if (entry.normalKey) partition.normalKeys.set(entry.normalKey, entry.key);
      recency.use(held);
      bytes += held.bytes;
      index.add(held);
      makeRoom();
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
      for (const held of liveEntries(filter)) yield index.entryOf(held);
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
  };
}

function dropAliases(aliases: Map<string, Alias>, filter: EntryFilter): void {
  const gone = aliasesOf(filter);
  if (gone === "none") return;
  for (const [name, alias] of aliases) {
    if (gone === "all" || alias.namespace === gone.namespace) aliases.delete(name);
  }
}

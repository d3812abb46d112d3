import type { CacheStore, EntryFilter, Hex, MaybePromise, StoredEntry } from "../../store.ts";
import type { Place } from "./vector-spaces.ts";

/** Where entries are kept whole. Their vectors only nominate them. */
export interface EntryRecords
  extends Pick<CacheStore, "get" | "set" | "size" | "entries" | "getAlias" | "setAlias"> {
  /** The entries of some keys of one scope, those that are there. */
  read(scope: Hex, keys: readonly Hex[]): Promise<readonly StoredEntry[]>;
  count(filter: EntryFilter): MaybePromise<number>;
  /** Removes what a filter names, and the aliases that go with it; says how many and where their vectors lie. */
  remove(
    filter: EntryFilter,
  ): Promise<{ readonly count: number; readonly places: readonly Place[] }>;
}

/** Records in a store of their own: every read of an entry, and all that is not a vector, is its. */
export function storedRecords(store: CacheStore): EntryRecords {
  const read = async (scope: Hex, key: Hex): Promise<StoredEntry[]> => {
    const entry = await store.get({ scope, keys: [key] });
    return entry?.key === key ? [entry] : []; // not one found by the key of its normal form
  };
  return {
    get: (query) => store.get(query),
    set: (entry) => store.set(entry),
    size: (filter) => store.size(filter),
    entries: (filter) => store.entries(filter),
    getAlias: (alias) => store.getAlias(alias),
    setAlias: (alias) => store.setAlias(alias),
    count: (filter) => store.delete(filter, { dryRun: true }),
    async read(scope, keys) {
      return (await Promise.all(keys.map((key) => read(scope, key)))).flat();
    },
    async remove(filter) {
      const places: Place[] = [];
      for await (const { scope, key, space } of store.entries(filter)) {
        places.push({ scope, key, space });
      }
      return { count: await store.delete(filter), places };
    },
  };
}

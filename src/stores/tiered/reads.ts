import { isPromise } from "../../promises.ts";
import type {
  CacheStore,
  EntryAddress,
  Hex,
  Match,
  MaybePromise,
  SearchQuery,
  StoredEntry,
} from "../../store.ts";
import { createCopies, type IsOvertaken, quietly } from "./copies.ts";
import { leavingAlone } from "./leaving-alone.ts";
import { createRecentSearches } from "./recent-searches.ts";

/** What `get` is asked. */
export interface KeyQuery {
  readonly scope: Hex;
  readonly keys: readonly Hex[];
}

/** The way of a read through two tiers, and what it must hear of changes. */
export interface Reads {
  get(query: KeyQuery): MaybePromise<StoredEntry | undefined>;
  search(query: SearchQuery): Promise<readonly Match[]>;
  getAlias(alias: Hex): MaybePromise<Hex | undefined>;
  /** An entry is about to be written: L1 has it from now on. */
  writing(entry: StoredEntry): MaybePromise<void>;
  /** It is written: what searches found meanwhile may lack it. */
  written(entry: StoredEntry): void;
  /** Something was removed: reads under way may bring it and are not copied. */
  removed(): void;
  /** Others replaced or removed these entries; without a list: perhaps any. */
  heard(entries: readonly EntryAddress[] | undefined): void;
}

/** Times of {@link createReads}, in milliseconds. */
export interface ReadTimes {
  readonly maxAge: number;
  readonly get: number;
  readonly search: number;
}

/** The {@link Reads} of one tiered store. */
export function createReads(l1: CacheStore, l2: CacheStore, times: ReadTimes): Reads {
  const copies = createCopies(l1, times.maxAge);
  const recent = createRecentSearches(times.maxAge);
  const canStandIn = l1.capabilities.search !== "none" && l2.capabilities.search !== "none";
  // One each: where L2 only fails to search, exact questions are still answered.
  const [askByKey, askToSearch] = [leavingAlone("l2.get"), leavingAlone("l2.search")];
  let changes = 0; // a read that sees another number at its end was overtaken
  let removals = 0; // and so was a write
  // Any copy may be over. "Any" is also what a feed says that was cut off: as long as L2 cannot be asked,
  // copies are better than nothing; its first answer ends them all.
  let doubt: object | undefined;

  function removed(): void {
    changes++;
    removals++;
  }

  /** In doubt, L2 has answered. It stays so until L1 is empty, and when there was more news meanwhile. */
  async function reached(): Promise<void> {
    const doubtBefore = doubt;
    await quietly(() => copies.forget(undefined));
    if (doubt === doubtBefore) doubt = undefined;
  }

  function overtaking(): IsOvertaken {
    const changesBefore = changes;
    return () => changes !== changesBefore;
  }

  /** Copies even what comes too late for the one who asked. */
  async function getFromL2(query: KeyQuery): Promise<StoredEntry | undefined> {
    const isOvertaken = overtaking();
    const entry = await l2.get(query);
    if (doubt) void reached();
    if (entry) copies.promote(entry, isOvertaken);
    return entry;
  }

  async function searchL2(query: SearchQuery): Promise<readonly Match[]> {
    const isOvertaken = overtaking();
    const matches = await l2.search(query);
    if (doubt) void reached();
    if (!isOvertaken()) {
      for (const { entry } of matches) copies.promote(entry, isOvertaken);
      recent.remember(query, matches);
    }
    return matches;
  }

  async function getBehindL1(query: KeyQuery): Promise<StoredEntry | undefined> {
    try {
      return await askByKey(times.get, () => getFromL2(query));
    } catch (error) {
      const copy = await copies.get(query);
      // Who finds nothing here searches next: L1 may have the answer, and if not, the failure is told.
      if (copy || canStandIn) return copy;
      throw error;
    }
  }

  async function getAliasBehindL1(alias: Hex): Promise<Hex | undefined> {
    try {
      const target = await askByKey(times.get, () => l2.getAlias(alias));
      if (doubt) void reached();
      return target;
    } catch (error) {
      const copy = await quietly(() => l1.getAlias(alias));
      if (copy === undefined) throw error;
      return copy;
    }
  }

  /** What L2 said to the same question a moment ago, if L1 still has every entry of it. */
  async function searchAgain(query: SearchQuery): Promise<readonly Match[] | undefined> {
    const matches: Match[] = [];
    for (const { key, createdAt, similarity } of recent.find(query) ?? []) {
      const entry = await copies.get({ scope: query.scope, keys: [key] });
      if (entry?.key !== key || entry.createdAt !== createdAt) return undefined;
      matches.push({ entry, similarity });
    }
    return matches.length > 0 ? matches : undefined;
  }

  return {
    get(query) {
      if (doubt) return getBehindL1(query);
      const copy = copies.get(query);
      if (isPromise(copy)) return copy.then((entry) => entry ?? getBehindL1(query));
      return copy ?? getBehindL1(query);
    },

    async search(query) {
      const again = doubt ? undefined : await searchAgain(query);
      if (again) return again;
      try {
        return await askToSearch(times.search, () => searchL2(query));
      } catch (error) {
        const matches = await copies.search(query);
        if (matches.length === 0) throw error;
        return matches;
      }
    },

    getAlias(alias) {
      const target = doubt ? undefined : quietly(() => l1.getAlias(alias));
      if (isPromise(target)) return target.then((found) => found ?? getAliasBehindL1(alias));
      return target ?? getAliasBehindL1(alias);
    },

    writing(entry) {
      changes++;
      recent.forgetFor(entry);
      const removalsBefore = removals;
      return copies.keep(entry, () => removals !== removalsBefore);
    },

    written(entry) {
      changes++;
      recent.forgetFor(entry);
    },

    removed,

    heard(entries) {
      removed();
      if (entries) quietly(() => copies.forget(entries));
      else doubt = {};
    },
  };
}

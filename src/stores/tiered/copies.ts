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
import { isLive } from "../../store-kit/checked-entry.ts";

/** What the first tier holds: copies of entries, for a while. Only `forget` fails, nothing else does. */
export interface Copies {
  get(query: {
    readonly scope: Hex;
    readonly keys: readonly Hex[];
  }): MaybePromise<StoredEntry | undefined>;
  search(query: SearchQuery): Promise<readonly Match[]>;
  /** Copies what is being written. */
  keep(entry: StoredEntry, isOvertaken: IsOvertaken): MaybePromise<void>;
  /** Copies what was read, unless there is a copy as new: it may have been written meanwhile. */
  promote(entry: StoredEntry, isOvertaken: IsOvertaken): void;
  /** Without entries: all of them, and the aliases. */
  forget(entries: readonly EntryAddress[] | undefined): MaybePromise<unknown>;
}

/** Whether a copy is out of date: asked again after a first tier has taken its time. */
export type IsOvertaken = () => boolean;

/** The {@link Copies} in `l1`. Each is over after `maxAgeMs`, or when its entry is. */
export function createCopies(l1: CacheStore, maxAgeMs: number): Copies {
  // A store in memory hands out the same object each time: then nothing has to be read back again.
  const originals = new WeakMap<StoredEntry, StoredEntry>();

  function original(copy: StoredEntry | undefined): StoredEntry | undefined {
    if (!copy || !isLive(copy)) return undefined;
    const entry = originals.get(copy) ?? fromCopy(copy);
    if (entry) originals.set(copy, entry);
    return entry;
  }

  function keep(entry: StoredEntry, isOvertaken: IsOvertaken): MaybePromise<void> {
    const copy = toCopy(entry, Math.min(Date.now() + maxAgeMs, entry.expiresAt));
    originals.set(copy, entry);
    const kept = quietly(() => l1.set(copy));
    return isPromise(kept) ? kept.then(() => (isOvertaken() ? drop(entry) : undefined)) : kept;
  }

  async function drop({ scope, key }: StoredEntry): Promise<void> {
    await quietly(() => l1.delete({ entries: [{ scope, key }] }));
  }

  return {
    get(query) {
      return quietly(() => {
        const copy = l1.get(query);
        return isPromise(copy) ? copy.then(original) : original(copy);
      });
    },

    async search(query) {
      if (l1.capabilities.search === "none") return [];
      const matches = (await quietly(() => l1.search(query))) ?? [];
      return matches.flatMap(({ entry: copy, similarity }) => {
        const entry = original(copy);
        return entry ? [{ entry, similarity }] : [];
      });
    },

    keep,

    promote(entry, isOvertaken) {
      const held = quietly(() => l1.get({ scope: entry.scope, keys: [entry.key] }));
      const replace = (copy: StoredEntry | undefined): void => {
        const known = original(copy);
        if (isOvertaken() || (known && known.createdAt >= entry.createdAt)) return;
        void keep(entry, isOvertaken);
      };
      if (isPromise(held)) void held.then(replace);
      else replace(held);
    },

    forget(entries) {
      if (!entries) return l1.delete({});
      // Most news is of what nobody read here: deleting in memory looks at every entry, asking does not.
      const held = entries.filter(
        ({ scope, key }) => quietly(() => l1.get({ scope, keys: [key] })) !== undefined,
      );
      return held.length > 0 ? l1.delete({ entries: held }) : undefined;
    },
  };
}

/** A first tier that fails is a first tier that has nothing: the second is asked. */
export function quietly<T>(work: () => MaybePromise<T>): MaybePromise<T | undefined> {
  try {
    const result = work();
    return isPromise(result) ? result.then(undefined, () => undefined) : result;
  } catch {
    return undefined;
  }
}

/** The copy ends before its entry does; when the entry ends is told in front of what it says. */
function toCopy(entry: StoredEntry, expiresAt: number): StoredEntry {
  return { ...entry, expiresAt, payload: `${entry.expiresAt} ${entry.payload}` };
}

function fromCopy(copy: StoredEntry): StoredEntry | undefined {
  const at = copy.payload.indexOf(" ");
  const expiresAt = at < 1 ? Number.NaN : Number(copy.payload.slice(0, at));
  if (!(expiresAt >= copy.expiresAt)) return undefined; // nothing that `toCopy` made
  return { ...copy, expiresAt, payload: copy.payload.slice(at + 1) };
}

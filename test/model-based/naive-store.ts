import type {
  Alias,
  EntryAddress,
  EntryFilter,
  Hex,
  MaybePromise,
  StoredEntry,
} from "../../src/index.ts";

/** The store that every other is compared with: lists, and nothing clever. */
export interface NaiveStore {
  /** What may be returned now. */
  live(filter?: EntryFilter): StoredEntry[];
  /** What may be counted now: an engine ends entries by its own clock, and may still have some that are over. */
  there(filter: EntryFilter): StoredEntry[];
  set(entry: StoredEntry): void;
  delete(filter: EntryFilter): void;
  /** Marks an entry as used just now. */
  touch(address: EntryAddress): void;
  alias(name: Hex): Hex | undefined;
  setAlias(alias: Alias): void;
  /** The leases that are held, with what gives each back. */
  readonly leases: Map<Hex, () => MaybePromise<void>>;
}

/** A {@link NaiveStore} that keeps the `maxEntries` entries that were used last. */
export function naiveStore(maxEntries: number): NaiveStore {
  let entries: StoredEntry[] = []; // the first is the one used the longest time ago
  let aliases: Alias[] = [];
  const isLive = ({ expiresAt }: { readonly expiresAt: number }): boolean => expiresAt > Date.now();

  return {
    leases: new Map(),
    live: (filter = {}) => entries.filter((entry) => isLive(entry) && isNamed(entry, filter)),
    there: (filter) => entries.filter((entry) => isNamed(entry, filter)),
    set(entry) {
      entries = [...entries.filter((other) => !isAt(other, entry)), entry].slice(-maxEntries);
    },
    touch(address) {
      const used = entries.filter((entry) => isAt(entry, address));
      entries = [...entries.filter((entry) => !isAt(entry, address)), ...used];
    },
    delete(filter) {
      entries = entries.filter((entry) => !isLive(entry) || !isNamed(entry, filter));
      const [name, ...others] = Object.keys(filter);
      if (name === undefined) aliases = [];
      if (name !== "namespace" || others.length > 0) return;
      aliases = aliases.filter(({ namespace }) => namespace !== filter.namespace);
    },
    alias: (name) => aliases.find((each) => each.alias === name && isLive(each))?.target,
    setAlias(added) {
      aliases = [...aliases.filter(({ alias }) => alias !== added.alias), added];
    },
  };
}

function isAt(entry: EntryAddress, { scope, key }: EntryAddress): boolean {
  return entry.scope === scope && entry.key === key;
}

function isNamed(entry: StoredEntry, filter: EntryFilter): boolean {
  const haveOne = (own: readonly Hex[], wanted: readonly Hex[] | undefined): boolean =>
    !wanted || wanted.some((name) => own.includes(name));
  return [
    !filter.entries || filter.entries.some((address) => isAt(entry, address)),
    !filter.namespace || entry.namespace === filter.namespace,
    !filter.model || entry.model === filter.model,
    haveOne(entry.tags, filter.tags),
    haveOne(entry.sources, filter.sources),
    !filter.createdBefore || entry.createdAt < filter.createdBefore,
  ].every(Boolean);
}

import type { EntryFilter, Hex, StoredEntry } from "../../store.ts";
import { isLive } from "../../store-kit/checked-entry.ts";
import { type Filtered, matchesFilter } from "../../store-kit/entry-filter.ts";
import { recentItems } from "./recent-items.ts";
import { SETTLING_MS } from "./vector-spaces.ts";

/** The entries this process wrote and removed a moment ago, which the service may not show yet. */
export interface OwnWrites {
  wrote(entry: StoredEntry): void;
  removed(filter: EntryFilter): void;
  /** What was written under an address. It may have ended. */
  entry(scope: Hex, key: Hex): StoredEntry | undefined;
  /** What was written, is alive, and answers to a key or the key of a normal form. */
  find(scope: Hex, key: Hex): StoredEntry | undefined;
  entries(): readonly StoredEntry[];
  /** Whether an entry that the service still shows was removed, and not written again. */
  wasRemoved(entry: Filtered): boolean;
}

/** Remembers for as long as the service takes to settle, in at most 16 MB. */
export function ownWrites(): OwnWrites {
  const written = recentItems<StoredEntry>({
    milliseconds: SETTLING_MS,
    bytes: 16_000_000,
    bytesOf: ({ payload, vector }) => 1_000 + 2 * payload.length + (vector?.byteLength ?? 0),
  });
  const removals = recentItems<EntryFilter>({
    milliseconds: SETTLING_MS,
    bytes: 10_000,
    bytesOf: ({ entries }) => 1 + (entries?.length ?? 0),
  });
  let counter = 0;
  const idOf = (scope: Hex, key: Hex): string => `${scope}.${key}`;

  return {
    wrote: (entry) => written.set(idOf(entry.scope, entry.key), entry),
    removed(filter) {
      for (const entry of written.values()) {
        if (matchesFilter(entry, filter)) written.delete(idOf(entry.scope, entry.key));
      }
      removals.set(String(counter++), filter);
    },
    entry: (scope, key) => written.get(idOf(scope, key)),
    find(scope, key) {
      const entry =
        written.get(idOf(scope, key)) ??
        written.values().find((item) => item.scope === scope && item.normalKey === key);
      return entry && isLive(entry) ? entry : undefined;
    },
    entries: () => written.values(),
    wasRemoved: (entry) =>
      !written.get(idOf(entry.scope, entry.key)) &&
      removals.values().some((filter) => matchesFilter(entry, filter)),
  };
}

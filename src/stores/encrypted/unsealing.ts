import type { CacheStore, EntryAddress, StoreChange, StoredEntry } from "../../store.ts";
import { isLive } from "../../store-kit/checked-entry.ts";
import { type UnsealedEntry, unsealEntry } from "./sealed-entry.ts";
import type { SecretKey } from "./secret-key.ts";

/** Reads what the inner store returns, and trusts none of it. */
export interface Unsealing {
  /** The entry of an answer to a question; `undefined` when it is damaged (then it is removed) or another. */
  answer(
    sealed: StoredEntry,
    isAsked: (entry: StoredEntry) => boolean,
  ): Promise<UnsealedEntry | undefined>;
  /** An entry of a list, in which others may be that were never encrypted: they are left alone. */
  item(sealed: StoredEntry): Promise<UnsealedEntry | undefined>;
}

/** The {@link Unsealing} of one encrypted store. `tell` hears of what cannot be read, by blinded address. */
export function createUnsealing(
  store: CacheStore,
  keys: readonly SecretKey[],
  tell: (change: StoreChange) => void,
): Unsealing {
  async function refuse(type: "corrupt" | "unknown-format", sealed: StoredEntry): Promise<void> {
    const address: EntryAddress = { scope: sealed.scope, key: sealed.key };
    if (type === "corrupt") {
      try {
        await store.delete({ entries: [address] });
      } catch {
        // The next one to read it tries again.
      }
    }
    tell({ type, ...address });
  }

  async function read(
    sealed: StoredEntry,
    foreign: "corrupt" | "unknown-format",
    isAsked: (entry: StoredEntry) => boolean,
  ): Promise<UnsealedEntry | undefined> {
    const unsealed = await unsealEntry(keys, sealed);
    if (typeof unsealed === "string") {
      await refuse(unsealed === "foreign" ? foreign : unsealed, sealed);
      return undefined;
    }
    return isAsked(unsealed.entry) && isLive(unsealed.entry) ? unsealed : undefined;
  }

  return {
    answer: (sealed, isAsked) => read(sealed, "corrupt", isAsked),
    item: (sealed) => read(sealed, "unknown-format", () => true),
  };
}

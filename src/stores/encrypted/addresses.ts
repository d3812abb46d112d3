import { createLru } from "../../lru.ts";
import type { EntryAddress, Invalidation, StoreChange } from "../../store.ts";

/** Remembers which address stands behind a blinded one: it cannot be computed back. */
export interface Addresses {
  remember(blinded: EntryAddress, address: EntryAddress): void;
  /** A change in words of the cache, as far as the address is known. */
  ofChange(change: StoreChange): StoreChange;
  /**
   * News in words of the cache, as far as the addresses are known: one that is not may be of an entry
   * that is being read. Once an address was forgotten, an unknown one may be that: then anything may
   * have changed.
   */
  ofInvalidation(invalidation: Invalidation): Invalidation;
}

const MOST_REMEMBERED = 20_000;

/** The {@link Addresses} of one encrypted store: those it wrote or read lately. */
export function createAddresses(): Addresses {
  const known = createLru<string, EntryAddress>({ maxWeight: MOST_REMEMBERED });
  const behind = ({ scope, key }: EntryAddress): EntryAddress | undefined =>
    known.get(`${scope}.${key}`);

  return {
    remember(blinded, { scope, key }) {
      known.set(`${blinded.scope}.${blinded.key}`, { scope, key });
    },
    ofChange: (change) => ({ ...change, ...behind(change) }),
    ofInvalidation({ entries }) {
      if (!entries) return {};
      const addresses = entries.map((address) => behind(address) ?? address);
      const mayHaveForgotten = known.size >= MOST_REMEMBERED;
      const isForgotten = mayHaveForgotten && addresses.some((each, at) => each === entries[at]);
      return isForgotten ? {} : { entries: addresses };
    },
  };
}

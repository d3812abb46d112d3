import type { EntryAddress } from "./store.ts";

/** The name of an entry outside a store: its address, so that it is found again without an index. */
export function toEntryId({ scope, key }: EntryAddress): string {
  return `${scope}.${key}`;
}

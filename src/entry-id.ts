import type { EntryAddress } from "./store.ts";

/** The name of an entry outside a store: its address, so that it is found again without an index. */
export function toEntryId({ scope, key }: EntryAddress): string {
  return `${scope}.${key}`;
}

const ENTRY_ID = /^([0-9a-f]{64})\.([0-9a-f]{64})$/;

/** The address an id names; `undefined` for what is no id. An id may come from a browser: nothing else than a hash reaches a store. */
export function parseEntryId(id: unknown): EntryAddress | undefined {
  const [, scope, key] = (typeof id === "string" && ENTRY_ID.exec(id)) || [];
  return scope === undefined || key === undefined ? undefined : { scope, key };
}

import type { StoredEntry } from "../store.ts";
import { isLive } from "./checked-entry.ts";

/** The entries of a page, each unless its time came while the ones before it were looked at. */
export function* whileLive(entries: readonly StoredEntry[]): Generator<StoredEntry> {
  for (const entry of entries) if (isLive(entry)) yield entry;
}

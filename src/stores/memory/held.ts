import type { StoredEntry } from "../../store.ts";
import type { Plane } from "./plane.ts";

/** An entry in the store, and where its vector lies once it is in the index. */
export interface Held {
  /** Without its vector, once that is in the index. */
  entry: StoredEntry;
  /** What it takes, in bytes (estimated). */
  readonly bytes: number;
  /** Its neighbours in the order of use. */
  older: Held | undefined;
  newer: Held | undefined;
  /** The entry as it is handed out: always the same object, which reads its vector when asked for it. */
  shown: StoredEntry | undefined;
  /** The vector of an entry that was handed out and has left the index since. */
  kept: Float32Array | undefined;
  /** Its place in the index. */
  plane: Plane | undefined;
  slot: number;
  row: number;
}

/** What an entry takes besides its payload and its vector: hashes, maps, object headers. */
const ENTRY_OVERHEAD_BYTES = 1_000;

/** An entry that is in no list yet. */
export function hold(entry: StoredEntry, bytesPerDimension: number): Held {
  const { payload, vector } = entry;
  const bytes =
    ENTRY_OVERHEAD_BYTES + 2 * payload.length + bytesPerDimension * (vector?.length ?? 0);
  const place = { plane: undefined, slot: -1, row: -1 };
  const uses = { older: undefined, newer: undefined, shown: undefined, kept: undefined };
  return { entry, bytes, ...uses, ...place };
}

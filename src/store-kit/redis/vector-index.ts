import type { Hex, Match, SearchQuery, StoredEntry } from "../../store.ts";
import type { RedisCommands } from "./commands.ts";
import type { RedisKeys } from "./redis-keys.ts";
import type { RedisRecords } from "./redis-records.ts";

/**
 * The part of an index in a script of the base: it runs in the same script as the change of the record,
 * so both happen or none. `lua` is the body of a function with the parameters `keys` and `args`; it must
 * return a value. All keys carry the hash tag of the scope.
 */
export interface ScriptPart {
  readonly lua: string;
  readonly keys: readonly string[];
  readonly args: readonly (string | Uint8Array)[];
}

/** Where a vector lies: `id` names the record of its entry inside the scope. */
export interface VectorPlace {
  readonly scope: Hex;
  readonly space: Hex;
  readonly id: string;
}

/** An entry that has a vector. */
export type VectorEntry = StoredEntry & { readonly space: Hex; readonly vector: Float32Array };

/** How the vectors of entries are kept and searched. Records, listing and expiry are the base's. */
export interface VectorIndex {
  /** Writes or replaces the vector of an entry, in the script that writes the record. */
  write(entry: VectorEntry, id: string): ScriptPart;
  /** Called with what the part returned, after the entry was written. May send more commands. */
  afterWrite?(entry: VectorEntry, id: string, reply: unknown): Promise<void>;
  /** Removes a vector, in the script that removes its record (or alone, when the entry went to another space). */
  remove(place: VectorPlace): ScriptPart;
  /** See `CacheStore.search`. Only what `records` gives may be returned: it was checked. */
  search(query: SearchQuery): Promise<readonly Match[]>;
  /** Awaited before every search, write and removal, for what must be there first (a search index, say). */
  prepare?(): Promise<void>;
}

/** What an index is made with. */
export interface VectorIndexTools {
  readonly commands: RedisCommands;
  readonly keys: RedisKeys;
  readonly records: RedisRecords;
}

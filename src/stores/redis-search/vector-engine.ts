import type { SearchQuery } from "../../store.ts";
import type { ScriptPart, VectorEntry, VectorPlace } from "../../store-kit/redis/vector-index.ts";

/** Which part of a server compares vectors: `FT.SEARCH`, or the vector sets of Redis 8 (`VSIM`). */
export type RedisSearchEngine = "query-engine" | "vector-sets";

/** An entry that a server takes for near: the id of its record, and an estimate. */
export interface Nominee {
  readonly id: string;
  readonly similarity: number;
}

/** How one kind of server keeps vectors and finds the nearest. It nominates only: records decide. */
export interface VectorEngine {
  readonly name: RedisSearchEngine;
  /** How far an estimated similarity may lie from the true one. */
  readonly tolerance: number;
  /** Sees to it that vectors of this length can be written. Costs nothing from the second time on. */
  prepare?(dimensions: number): Promise<void>;
  /** See `VectorIndex.write`. */
  write(entry: VectorEntry, id: string): ScriptPart;
  /** See `VectorIndex.remove`. */
  remove(place: VectorPlace): ScriptPart;
  /** At most `count` of the nearest vectors of the query's scope and space, best first. */
  nominate(query: SearchQuery, count: number): Promise<readonly Nominee[]>;
}

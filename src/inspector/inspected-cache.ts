import type { SemanticCacheHandle } from "../handle.ts";

/** What an inspector needs of a cache: what `semanticCache` returns has it all. */
export type InspectedCache = Pick<
  SemanticCacheHandle,
  | "store"
  | "threshold"
  | "stats"
  | "audit"
  | "size"
  | "subscribe"
  | "entries"
  | "neighbours"
  | "pin"
  | "invalidate"
  | "feedback"
>;

import type { CacheStats } from "./stats.ts";

const NO_TIMES = { p50: 0, p95: 0, p99: 0 };
const NO_CALLS = { calls: 0, inputTokens: 0, outputTokens: 0 };

/** Stats of a cache that was asked nothing so far. */
export const NOTHING_YET: CacheStats = {
  requests: 0,
  hits: { exact: 0, semantic: 0 },
  inFlightHits: 0,
  misses: {},
  bypasses: {},
  notStored: {},
  writes: 0,
  evictions: 0,
  errors: 0,
  renewals: 0,
  rescues: 0,
  comparisons: {},
  promotions: 0,
  feedback: { correct: 0, wrong: 0 },
  hitRate: 0,
  latency: { hit: NO_TIMES, miss: NO_TIMES },
  saved: { inputTokens: 0, outputTokens: 0, milliseconds: 0 },
  spent: { embedding: NO_CALLS, verify: NO_CALLS },
  byNamespace: {},
  byModel: {},
};

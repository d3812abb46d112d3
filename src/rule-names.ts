/** Names of the rules about requests that come with the cache. */
export const RULE_NAMES = ["time-sensitive", "personal", "side-effects"] as const;

/** Names of the rules about dynamic tokens that come with the cache. */
export const NORMALIZE_NAMES = ["uuid", "timestamp", "epoch", "request-id"] as const;

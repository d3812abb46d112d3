import type { StoredEntry } from "./store.ts";

/** How long answers are used beyond their lifetime, and how they are renewed. Milliseconds. */
export interface FreshnessRules {
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
  /** Share of a lifetime, from 0 to 1, after which a hit renews its entry behind the answer. */
  readonly eagerRefresh: number;
  /** Nothing older is served, whatever lifetime it was stored with. */
  readonly maxAgeMs: number;
}

/**
 * What an entry's age allows: to be served (`fresh`), to be served and renewed (`renew`), to stand in for
 * a model that fails (`fallback`), or nothing (`over`). The words and rules of RFC 5861, and the eager
 * refresh of FusionCache.
 */
export type Freshness = "fresh" | "renew" | "fallback" | "over";

/** The {@link Freshness} of an entry. Written so that a time that is no number is `over`. */
export function freshnessOf(
  { createdAt, staleAt, expiresAt }: Pick<StoredEntry, "createdAt" | "staleAt" | "expiresAt">,
  rules: FreshnessRules,
  now: number,
): Freshness {
  if (!(now < expiresAt) || now - createdAt > rules.maxAgeMs) return "over";
  if (now < staleAt) {
    const renewsAt = createdAt + rules.eagerRefresh * (staleAt - createdAt);
    return now < renewsAt ? "fresh" : "renew";
  }
  const staleMs = now - staleAt;
  if (staleMs < rules.staleWhileRevalidateMs) return "renew";
  return staleMs < rules.staleIfErrorMs ? "fallback" : "over";
}

/** A hundred years: what is to be kept for ever. Stores take whole milliseconds and no infinite times. */
export const FOR_EVER_MS = 3_155_760_000_000;

const finite = (milliseconds: number): number => Math.round(Math.min(milliseconds, FOR_EVER_MS));

/** When an entry of now gets stale and when it must be gone; `jitter` takes up to that share off. */
export function lifetimeOf(
  ttlMs: number,
  {
    staleWhileRevalidateMs,
    staleIfErrorMs,
  }: Pick<FreshnessRules, "staleWhileRevalidateMs" | "staleIfErrorMs">,
  jitter: number,
): Pick<StoredEntry, "createdAt" | "staleAt" | "expiresAt"> {
  const createdAt = Date.now();
  const staleAt = createdAt + finite(ttlMs * (1 - jitter * Math.random()));
  return {
    createdAt,
    staleAt,
    expiresAt: staleAt + finite(Math.max(staleWhileRevalidateMs, staleIfErrorMs)),
  };
}

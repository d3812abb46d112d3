import { type Rates, ratesOf } from "./rates.ts";
import { type TriedPair, wouldHit } from "./try-pair.ts";

/** What one threshold would have done with the pairs. */
export interface CurvePoint {
  readonly threshold: number;
  /** With the cache's guards. */
  readonly guarded: Rates;
  readonly unguarded: Rates;
}

/** From where nothing similar is similar to where nothing but the same is: every hundredth. */
const DEFAULT_THRESHOLDS: readonly number[] = Array.from(
  { length: 51 },
  (_, step) => (50 + step) / 100,
);

/** Threshold by threshold, from one pass over the pairs: similarities and vetoes do not depend on it. */
export function curveOf(
  pairs: readonly TriedPair[],
  thresholds: readonly number[] = DEFAULT_THRESHOLDS,
): CurvePoint[] {
  if (pairs.length === 0) return [];
  return thresholds.map((threshold) => ({
    threshold,
    guarded: ratesAt(pairs, threshold, true),
    unguarded: ratesAt(pairs, threshold, false),
  }));
}

/** What a threshold would have done with the pairs. A verifier has no part in it. */
export function ratesAt(pairs: readonly TriedPair[], threshold: number, guarded: boolean): Rates {
  return ratesOf(
    pairs.map((pair) => {
      const hit = wouldHit(pair, threshold, guarded);
      return { mustHit: pair.mustHit, hit, right: hit && pair.mustHit };
    }),
  );
}

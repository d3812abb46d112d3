import { type Rate, rateOf } from "../../evaluate/rate.ts";
import { type TriedPair, wouldHit } from "../../evaluate/try-pair.ts";

/** Where a verifier would be worth asking, and the most it could bring. */
export interface GrayZoneGain {
  readonly from: number;
  /** Not included: the threshold. */
  readonly to: number;
  /** Pairs in the zone among all: how often the verifier would be asked. */
  readonly asked: Rate;
  /** Recall with a verifier that is always right. */
  readonly recall: Rate;
}

/** The zone grows by this much. */
const STEP = 0.05;

/**
 * The similarities right below a threshold where at least every second pair that no guard speaks against
 * should hit, step by step; `null` where there are none.
 */
export function grayZoneOf(pairs: readonly TriedPair[], threshold: number): GrayZoneGain | null {
  const below = pairs.filter(
    (pair) => !wouldHit(pair, threshold, true) && wouldHit(pair, -1, true),
  );
  let [from, asked, right] = [threshold, 0, 0];
  while (from > STEP) {
    const next = Math.round(1_000 * (from - STEP)) / 1_000;
    const step = below.filter(({ similarity = -1 }) => similarity >= next && similarity < from);
    const rightOnes = step.filter(({ mustHit }) => mustHit).length;
    if (step.length === 0 || 2 * rightOnes < step.length) break;
    [from, asked, right] = [next, asked + step.length, right + rightOnes];
  }
  if (asked === 0) return null;
  const mustHit = pairs.filter((pair) => pair.mustHit);
  const found = mustHit.filter((pair) => wouldHit(pair, threshold, true)).length;
  return {
    from,
    to: threshold,
    asked: rateOf(asked, pairs.length),
    recall: rateOf(found + right, mustHit.length),
  };
}

import { ratesAt } from "./curve.ts";
import type { Rates } from "./rates.ts";
import { type TriedPair, wouldHit } from "./try-pair.ts";

/** A threshold, and what it would have done with the pairs, with the cache's guards. */
export interface ChosenThreshold {
  readonly threshold: number;
  readonly rates: Rates;
}

/** The least thresholds that keep wrong hits within a budget. */
export interface BudgetThresholds {
  /** Wrong hits among lookups that must miss, at most. */
  readonly maxFalseHitRate: number;
  /** Least threshold that kept the budget on these very pairs; `null` when none did. */
  readonly observed: ChosenThreshold | null;
  /** Least threshold of which it is expected of the next lookup too; `null` when there is none. */
  readonly bounded: ChosenThreshold | null;
  /** Pairs with label 0. */
  readonly mustMissPairs: number;
  /** The fewest of them with which there can be a bound; `null` for a budget of 0, which has none. */
  readonly neededPairs: number | null;
}

/** Thresholds are looked for among the thousandths. */
const STEPS = 1_000;

/**
 * The least threshold for a false-hit budget: as observed, and with the bound of conformal risk control
 * (Angelopoulos et al., “Conformal Risk Control”, 2022): the least one with
 * n/(n+1) · rate + 1/(n+1) ≤ budget over the n pairs that must miss. It holds for lookups that come from
 * where the pairs came from, and says nothing with fewer than 1/budget − 1 of them.
 */
export function budgetThresholds(
  pairs: readonly TriedPair[],
  maxFalseHitRate: number,
): BudgetThresholds {
  const mustMiss = pairs.filter(({ mustHit }) => !mustHit);
  const find = (isWithin: (wrong: number) => boolean): ChosenThreshold | null => {
    for (let step = 0; step <= STEPS; step++) {
      const threshold = step / STEPS;
      const wrong = mustMiss.filter((pair) => wouldHit(pair, threshold, true)).length;
      if (isWithin(wrong)) return { threshold, rates: ratesAt(pairs, threshold, true) };
    }
    return null;
  };
  const { length } = mustMiss;
  return {
    maxFalseHitRate,
    observed: length === 0 ? null : find((wrong) => wrong / length <= maxFalseHitRate),
    bounded: find((wrong) => (wrong + 1) / (length + 1) <= maxFalseHitRate),
    mustMissPairs: length,
    neededPairs: maxFalseHitRate === 0 ? null : Math.ceil(1 / maxFalseHitRate - 1),
  };
}

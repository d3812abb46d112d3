import { type Rate, rateOf } from "../../evaluate/rate.ts";
import { type TriedPair, wouldHit } from "../../evaluate/try-pair.ts";

/** What a way to choose a threshold does with pairs it did not see. */
export interface HeldOut {
  /** Right hits among the pairs that should hit. */
  readonly recall: Rate;
  /** Hits among the pairs that must miss. */
  readonly falseHitRate: Rate;
}

/** {@link HeldOut}, with what became of each pair. */
export interface CrossValidation extends HeldOut {
  readonly hits: readonly boolean[];
}

/**
 * Chooses a threshold for each fold from all the others, and counts what it does with the fold: every pair
 * is held out once. `undefined` when some fold leaves too few to choose by.
 */
export function crossValidate(
  pairs: readonly TriedPair[],
  folds: readonly number[],
  choose: (pairs: readonly TriedPair[]) => number | undefined,
): CrossValidation | undefined {
  const hits = new Array<boolean>(pairs.length).fill(false);
  for (const fold of new Set(folds)) {
    const threshold = choose(pairs.filter((_, index) => folds[index] !== fold));
    if (threshold === undefined) return undefined;
    for (const [index, pair] of pairs.entries()) {
      if (folds[index] === fold) hits[index] = wouldHit(pair, threshold, true);
    }
  }
  const rate = (mustHit: boolean): Rate => {
    const cases = hits.filter((_, index) => pairs[index]?.mustHit === mustHit);
    return rateOf(cases.filter(Boolean).length, cases.length);
  };
  return { recall: rate(true), falseHitRate: rate(false), hits };
}

/** Two-sided 95 % of chi-square with one degree of freedom. */
const SIGNIFICANT = 3.84;

/**
 * Whether one way finds so many more of the pairs that should hit than another that it is not by chance:
 * McNemar's test (McNemar 1947) on the pairs that only one of them finds.
 */
export function findsMore(
  pairs: readonly TriedPair[],
  one: CrossValidation,
  other: CrossValidation,
): boolean {
  const only = (which: CrossValidation, than: CrossValidation): number =>
    pairs.filter(({ mustHit }, at) => mustHit && which.hits[at] && !than.hits[at]).length;
  const [gained, lost] = [only(one, other), only(other, one)];
  return gained > lost && (gained - lost) ** 2 / (gained + lost) > SIGNIFICANT;
}

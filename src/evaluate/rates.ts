import { type Rate, rateOf } from "./rate.ts";

/** What became of some lookups, counted. JSON-safe. */
export interface Rates {
  readonly lookups: number;
  /** Lookups for which an answer was stored that serves them. */
  readonly mustHit: number;
  /** Lookups for which none was. */
  readonly mustMiss: number;
  readonly hits: number;
  /** Hits that served an answer that was right. */
  readonly right: number;
  /** Hits that served an answer to another question. */
  readonly wrong: number;
  /** Hits among all lookups. */
  readonly hitRate: Rate;
  /** Right hits among hits. */
  readonly precision: Rate;
  /** Right hits among the lookups that must hit. */
  readonly recall: Rate;
  /** Wrong hits among the lookups that must miss. */
  readonly falseHitRate: Rate;
  /** Wrong hits among all lookups. */
  readonly errorRate: Rate;
}

/** What {@link ratesOf} needs to know of a lookup. */
export interface Outcome {
  readonly mustHit: boolean;
  readonly hit: boolean;
  readonly right: boolean;
}

/** Counts lookups. */
export function ratesOf(outcomes: readonly Outcome[]): Rates {
  const count = (test: (outcome: Outcome) => boolean): number => outcomes.filter(test).length;
  const lookups = outcomes.length;
  const mustHit = count((outcome) => outcome.mustHit);
  const mustMiss = lookups - mustHit;
  const hits = count(({ hit }) => hit);
  const right = count(({ hit, right }) => hit && right);
  const wrong = hits - right;
  const falseHits = count((outcome) => outcome.hit && !outcome.mustHit);
  return {
    ...{ lookups, mustHit, mustMiss, hits, right, wrong },
    hitRate: rateOf(hits, lookups),
    precision: rateOf(right, hits),
    recall: rateOf(right, mustHit),
    falseHitRate: rateOf(falseHits, mustMiss),
    errorRate: rateOf(wrong, lookups),
  };
}

import { SemanticCacheError } from "../../errors.ts";
import { checkNumber } from "./check-number.ts";
import type { Policy } from "./policy.ts";

/** A question that was looked up, its nearest stored one, and whether that one's answer was right for it. */
export interface LabelledPair {
  /** Raw cosine of the two questions, by the embedding model the cache uses. */
  readonly similarity: number;
  readonly isCorrect: boolean;
}

/** Options of {@link calibrated}. */
export interface CalibratedOptions {
  /** A random sample of the lookups the cache will see: right and wrong neighbours as they come. */
  readonly pairs: readonly LabelledPair[];
  /** Most wrong hits, as a share of all lookups that have a neighbour: 0.01 is 1 in 100. */
  readonly maxFalseHitRate: number;
}

/** What a threshold was calibrated from. */
export interface CalibrationReport {
  readonly threshold: number;
  readonly pairs: number;
  /** Pairs at or above the threshold, and those of them that are wrong. */
  readonly hits: number;
  readonly wrongHits: number;
  /** Wrong hits as a share of the pairs, 0 to 1. */
  readonly falseHitRate: number;
  /** What the next lookup's probability of a wrong hit is below, 0 to 1: at most `maxFalseHitRate`. */
  readonly bound: number;
}

/** A policy with the threshold that {@link calibrated} found. */
export interface CalibratedPolicy extends Policy {
  readonly threshold: number;
  readonly report: CalibrationReport;
}

/**
 * Serves from the lowest threshold whose wrong hits are within `maxFalseHitRate`, by conformal risk
 * control (Angelopoulos et al. 2022, arXiv 2208.02814): the probability that the next lookup is a wrong
 * hit is at most `maxFalseHitRate`, whatever the model and the traffic, as long as pairs and lookups are
 * drawn alike. It bounds wrong hits per lookup, not per hit. Where no threshold will do, it serves
 * nothing by meaning, and `report.hits` is 0.
 *
 * @throws SemanticCacheError `invalid-options` for too few pairs: `1 / maxFalseHitRate - 1` are needed.
 */
export function calibrated({ pairs, maxFalseHitRate }: CalibratedOptions): CalibratedPolicy {
  checkOptions(pairs, maxFalseHitRate);
  const report = calibrate(pairs, maxFalseHitRate);
  const { threshold, bound } = report;
  const numbers = { threshold, pairs: report.pairs, falseHitRate: report.falseHitRate, bound };
  return {
    name: "calibrated",
    floor: Math.min(1, threshold),
    threshold,
    report,
    decide: ({ similarity }) => ({ serves: similarity >= threshold, numbers }),
  };
}

/** Above every similarity, and rounding errors of a cosine. */
const NOTHING = 2;

/** Lowers the threshold from pair to pair while the wrong ones above it may be that many. */
function calibrate(pairs: readonly LabelledPair[], maxFalseHitRate: number): CalibrationReport {
  const sorted = pairs.toSorted((left, right) => right.similarity - left.similarity);
  const mostWrong = mostWrongHits(pairs.length, maxFalseHitRate);
  let found = { threshold: NOTHING, hits: 0, wrongHits: 0 };
  let wrongHits = 0;
  for (const [index, { similarity, isCorrect }] of sorted.entries()) {
    if (!isCorrect) wrongHits += 1;
    if (wrongHits > mostWrong) break;
    // Pairs of one similarity are served together, or not at all.
    if (sorted[index + 1]?.similarity !== similarity) {
      found = { threshold: similarity, hits: index + 1, wrongHits };
    }
  }
  return {
    ...found,
    pairs: pairs.length,
    falseHitRate: found.wrongHits / pairs.length,
    bound: (found.wrongHits + 1) / (pairs.length + 1),
  };
}

/** The largest count with (count + 1) / (pairs + 1) within the rate; below 0 for too few pairs. */
function mostWrongHits(pairs: number, maxFalseHitRate: number): number {
  const rounding = 1e-9; // 0.05 * 20 must not be a little less than 1
  return Math.floor(maxFalseHitRate * (pairs + 1) - 1 + rounding);
}

function checkOptions(pairs: readonly LabelledPair[], maxFalseHitRate: number): void {
  checkNumber("calibrated: maxFalseHitRate", maxFalseHitRate, { above: 0, below: 1 });
  if (!Array.isArray(pairs)) {
    refuse(`pairs must be a list of { similarity, isCorrect }; got ${typeof pairs}.`);
  }
  for (const [index, pair] of pairs.entries()) checkPair(pair, index);
  if (mostWrongHits(pairs.length, maxFalseHitRate) >= 0) return;
  const needed = Math.ceil(1 / maxFalseHitRate - 1 - 1e-9);
  refuse(
    `pairs must be ${needed} or more to promise maxFalseHitRate ${maxFalseHitRate}; got ${pairs.length}. ` +
      "Label more lookups, or allow a higher rate.",
  );
}

function checkPair(pair: LabelledPair | undefined, index: number): void {
  checkNumber(`calibrated: pairs[${index}].similarity`, pair?.similarity, {
    least: -1.001,
    most: 1.001,
  });
  if (typeof pair?.isCorrect === "boolean") return;
  refuse(
    `pairs[${index}].isCorrect must be true or false; got ${JSON.stringify(pair?.isCorrect)}.`,
  );
}

function refuse(message: string): never {
  throw new SemanticCacheError("invalid-options", `calibrated: ${message}`);
}

import type { Observation } from "../policy.ts";
import { covarianceOf, fitLogistic } from "./logistic.ts";

/** Where answers stop being right: P(right) = logistic(steepness * (similarity - threshold)). */
export interface Boundary {
  /** The similarity, 0 to 1, at which right and wrong are equally likely. */
  readonly threshold: number;
  readonly steepness: number;
  /** How uncertain the threshold is. */
  readonly variance: number;
}

/** What is known before anything was seen: strangers are wrong, the question itself is right. */
const KNOWN: readonly Observation[] = [
  { similarity: 0, isCorrect: false },
  { similarity: 1, isCorrect: true },
];

const LEAST_STEEPNESS = 1e-6;
/** Similarities are kept with three decimals: no gap is known to be smaller. */
const LEAST_GAP = 0.001;
/**
 * Where one threshold parts right from wrong without exception, likelihood has no maximum, and the
 * formulas give no variance. These two stand in: the steepness at which a solver stops, and a variance
 * that shrinks with the observations. Measured in docs/decisions/2026-11-21-adaptive-threshold.md.
 */
const STEEPNESS_ACROSS_GAP = 36;
const VARIANCE_OF_ONE = 0.21;

/**
 * Fits the boundary of right answers to what was observed (vCache, arXiv 2502.03771, section 4: a
 * logistic curve for each entry; the variance of its threshold by the delta method).
 */
export function fitBoundary(observed: readonly Observation[]): Boundary {
  const observations = [...KNOWN, ...observed];
  let [highestWrong, lowestRight] = [0, 1];
  for (const { similarity, isCorrect } of observed) {
    if (isCorrect) lowestRight = Math.min(lowestRight, similarity);
    else highestWrong = Math.max(highestWrong, similarity);
  }
  if (highestWrong <= lowestRight) {
    return {
      threshold: (highestWrong + lowestRight) / 2,
      steepness: STEEPNESS_ACROSS_GAP / Math.max(LEAST_GAP, lowestRight - highestWrong),
      variance: VARIANCE_OF_ONE / observations.length,
    };
  }
  return boundaryOfCurve(observations);
}

function boundaryOfCurve(observations: readonly Observation[]): Boundary {
  const line = fitLogistic(observations);
  const covariance = covarianceOf(observations, line);
  const steepness = Math.max(line.slope, LEAST_STEEPNESS);
  const byIntercept = -1 / steepness;
  const bySlope = line.intercept / steepness ** 2;
  const variance =
    byIntercept ** 2 * covariance.intercept +
    2 * byIntercept * bySlope * covariance.both +
    bySlope ** 2 * covariance.slope;
  return {
    threshold: Math.min(1, Math.max(0, -line.intercept / steepness)),
    steepness,
    variance: Math.max(0, variance),
  };
}

import type { Boundary } from "./boundary.ts";
import { logistic } from "./logistic.ts";
import { normalQuantile } from "./normal-quantile.ts";

/** A chance that the threshold is higher than taken, and how many deviations higher to take it for that. */
export interface Doubt {
  readonly chance: number;
  readonly deviations: number;
}

const LEAST_CHANCE = 1e-6;

/** Chances in geometric steps up to a half, then in equal ones: small error bounds need small chances. */
export function logarithmicDoubts(): Doubt[] {
  const steps = 80;
  const ratio = 0.5 / LEAST_CHANCE;
  const small = range(steps).map((step) => LEAST_CHANCE * ratio ** (step / (steps - 1)));
  const large = evenly(0.5, 1 - LEAST_CHANCE, 20);
  return [...small, ...large].map(toDoubt);
}

/** Chances in equal steps, as in the paper. */
export function linearDoubts(): Doubt[] {
  return evenly(LEAST_CHANCE, 1 - LEAST_CHANCE, 50).map(toDoubt);
}

/**
 * A lower bound of the probability that the answer is right at a similarity: the best over all doubts
 * (vCache, arXiv 2502.03771, algorithm 2).
 */
export function confidence(
  { threshold, steepness, variance }: Boundary,
  similarity: number,
  doubts: readonly Doubt[],
): number {
  const deviation = Math.sqrt(variance);
  let best = 0;
  for (const { chance, deviations } of doubts) {
    const careful = Math.min(1, Math.max(0, threshold + deviations * deviation));
    best = Math.max(best, (1 - chance) * logistic(steepness * (similarity - careful)));
  }
  return best;
}

/**
 * The probability with which a question must go to the model so that the answers it gets are wrong
 * with a probability of at most `maxErrorRate`. Zero or less: there is no need.
 */
export function explorationProbability(confidenceReached: number, maxErrorRate: number): number {
  return 1 - maxErrorRate / (1 - confidenceReached);
}

function toDoubt(chance: number): Doubt {
  return { chance, deviations: normalQuantile(1 - chance) };
}

function evenly(first: number, last: number, count: number): number[] {
  return range(count).map((step) => first + ((last - first) * step) / (count - 1));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

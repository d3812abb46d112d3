import type { Observation } from "../policy.ts";

/** P(right) = logistic(intercept + slope * similarity). */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/** The inverse of the observed information: how uncertain intercept and slope are, and how they go together. */
export interface Covariance {
  readonly intercept: number;
  readonly slope: number;
  readonly both: number;
}

const MOST_STEPS = 100;
const MOST_HALVINGS = 30;
/** Steps shrink quadratically: after one this small, the next would be invisible. */
const SMALL = 1e-6;

export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/**
 * The line that makes the observations most likely (no penalty): Newton's method, each step halved
 * until it is no step back. The observations must not be separable, or there is none.
 */
export function fitLogistic(observations: readonly Observation[]): Line {
  let line: Line = { intercept: 0, slope: 0 };
  let likelihood = logLikelihood(observations, line);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { intercept, slope } = newtonStep(observations, line);
    let share = 1;
    let [next, reached] = [line, likelihood];
    for (let halving = 0; halving < MOST_HALVINGS; halving++, share /= 2) {
      next = { intercept: line.intercept + share * intercept, slope: line.slope + share * slope };
      reached = logLikelihood(observations, next);
      if (reached >= likelihood) break;
    }
    if (!(reached >= likelihood)) return line;
    [line, likelihood] = [next, reached];
    if (Math.abs(intercept) + Math.abs(slope) < SMALL) break;
  }
  return line;
}

/** How uncertain a fitted line is. */
export function covarianceOf(observations: readonly Observation[], line: Line): Covariance {
  let [ones, once, twice] = [0, 0, 0];
  for (const { similarity } of observations) {
    const right = logistic(line.intercept + line.slope * similarity);
    const weight = right * (1 - right);
    ones += weight;
    once += weight * similarity;
    twice += weight * similarity * similarity;
  }
  const determinant = ones * twice - once * once;
  return { intercept: twice / determinant, slope: ones / determinant, both: -once / determinant };
}

function newtonStep(observations: readonly Observation[], line: Line): Line {
  const covariance = covarianceOf(observations, line);
  let [surplus, weighted] = [0, 0];
  for (const { similarity, isCorrect } of observations) {
    const residual = Number(isCorrect) - logistic(line.intercept + line.slope * similarity);
    surplus += residual;
    weighted += residual * similarity;
  }
  return {
    intercept: covariance.intercept * surplus + covariance.both * weighted,
    slope: covariance.both * surplus + covariance.slope * weighted,
  };
}

function logLikelihood(observations: readonly Observation[], { intercept, slope }: Line): number {
  let sum = 0;
  for (const { similarity, isCorrect } of observations) {
    const value = intercept + slope * similarity;
    const against = isCorrect ? -value : value;
    sum -= against > 30 ? against : Math.log1p(Math.exp(against));
  }
  return sum;
}

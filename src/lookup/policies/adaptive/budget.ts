/** The wrong answers a namespace may give: each question earns some, each answer served costs its risk. */
export interface Budget {
  /** The highest risk, 0 to 1, at which an answer is served now. */
  readonly allowance: number;
  /** A question was decided: `risk` of its neighbour, and the probability with which it is served. */
  decided(risk: number, served: number): void;
  /** What came of a question whose neighbour had a certain risk. */
  learned(risk: number, isCorrect: boolean): void;
}

/** No answer is served, whatever was saved, that is wrong with a higher probability. */
export const HIGHEST_RISK = 0.2;
/** How fast the allowance follows: what is spent exceeds what was earned by 1/50th of a question's risk. */
const PACE = 0.02;
/** Of what was learned, how much counts after one more observation: the last 500 count most. */
const MEMORY = 0.998;
const HIGHEST_CORRECTION = 4;

/**
 * A {@link Budget} that earns `maxErrorRate` wrong answers per question. The allowance rises while
 * less is spent than earned, and falls when more is (Gibbs and Candès 2021, arXiv 2106.00170): the
 * sum of all corrected risks served stays below `maxErrorRate * (questions + 50)`, in whatever order they come.
 * Risks are corrected by what was learned of questions that were nearly served: when neighbours are
 * wrong more often than their risks say, each one costs more; when less often, less, down to
 * `leastCorrection`.
 */
export function createBudget(maxErrorRate: number, leastCorrection: number): Budget {
  let allowance = maxErrorRate;
  let [expected, wrong] = [0, 0];

  return {
    get allowance() {
      return allowance;
    },
    decided(risk, served) {
      const correction = Math.min(
        HIGHEST_CORRECTION,
        Math.max(leastCorrection, (wrong + 1) / (expected + 1)),
      );
      const saved = maxErrorRate - served * risk * correction;
      allowance = Math.min(HIGHEST_RISK, Math.max(0, allowance + PACE * saved));
    },
    learned(risk, isCorrect) {
      if (risk > HIGHEST_RISK) return;
      expected = expected * MEMORY + risk;
      wrong = wrong * MEMORY + Number(!isCorrect);
    },
  };
}

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
/**
 * Of what was learned, how much counts after one more decision: that of the last 500 counts most. Not of the
 * last 500 learned: where nearly all is served little is learned, and a discount would outlive its topic.
 */
const MEMORY = 0.998;
/** So many wrong answers that were expected and came are taken for granted: few observations correct little. */
const TAKEN_FOR_GRANTED = 4;
const HIGHEST_CORRECTION = 4;

/**
 * A {@link Budget} that earns `maxErrorRate` wrong answers per question. The allowance rises while
 * less is spent than earned, and falls when more is (Gibbs and Candès 2021, arXiv 2106.00170): the
 * sum of all corrected risks served stays below `maxErrorRate * (questions + 50)`, in whatever order they come.
 * Risks are corrected by what was learned of questions that were nearly served: when neighbours are
 * wrong more often than their risks say, each one costs more; when less often, less, down to
 * `leastCorrection`. A correction fades with every decision, back to the risk as it was estimated.
 */
export function createBudget(maxErrorRate: number, leastCorrection: number): Budget {
  let allowance = maxErrorRate;
  let [expected, wrong] = [0, 0];

  function correction(): number {
    const learned = (wrong + TAKEN_FOR_GRANTED) / (expected + TAKEN_FOR_GRANTED);
    return Math.min(HIGHEST_CORRECTION, Math.max(leastCorrection, learned));
  }

  return {
    get allowance() {
      return allowance;
    },
    decided(risk, served) {
      [expected, wrong] = [expected * MEMORY, wrong * MEMORY];
      const saved = maxErrorRate - served * risk * correction();
      allowance = Math.min(HIGHEST_RISK, Math.max(0, allowance + PACE * saved));
    },
    learned(risk, isCorrect) {
      if (risk > HIGHEST_RISK) return;
      // What was riskier than anything that is served now says the less of what is served.
      const weight = risk <= allowance ? 1 : allowance / risk;
      expected += weight * risk;
      wrong += weight * Number(!isCorrect);
    },
  };
}

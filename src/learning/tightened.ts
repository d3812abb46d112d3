import type { Learned } from "./learned.ts";

/** How much nearer than a wrong hit a question must be. */
const MARGIN = 0.02;

/** What is known of an entry after it was wrong for a question at `similarity`. */
export function tightened(learned: Learned, similarity: number): Learned {
  const { leastSimilarity = -1 } = learned;
  return {
    ...learned,
    leastSimilarity: Math.min(1, Math.max(leastSimilarity, similarity + MARGIN, -1)),
  };
}

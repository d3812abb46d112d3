import { fitBoundary } from "../../src/lookup/policies/adaptive/boundary.ts";
import {
  confidence,
  type Doubt,
  explorationProbability,
  linearDoubts,
  logarithmicDoubts,
} from "../../src/lookup/policies/adaptive/confidence.ts";
import type { BenchContext } from "../support/bench.ts";

/** Observations of one entry, and the probabilities of exploring that follow from them. */
interface PolicyVector {
  /** Similarity and whether the answer was right; the first two are what every entry starts with. */
  readonly observations: readonly (readonly [similarity: number, isCorrect: 0 | 1])[];
  readonly tau: readonly {
    /** Similarity. */
    readonly s: number;
    /** Error bound. */
    readonly delta: number;
    /** With chances in equal steps. */
    readonly tau: number;
    /** With chances in geometric steps. */
    readonly tauLog: number;
  }[];
}

const GATE = 1e-5;
const STARTING_OBSERVATIONS = 2;

/** Whether the adaptive policy comes to the same probabilities as an independent calculation. */
export async function measurePolicyVectors({ data, report }: BenchContext): Promise<void> {
  const vectors = data().rowsIfThere<PolicyVector>("vcache_vectors");
  if (vectors.length === 0) return;
  const linear = vectors.flatMap((vector) => differences(vector, linearDoubts(), "tau"));
  const logarithmic = vectors.flatMap((vector) =>
    differences(vector, logarithmicDoubts(), "tauLog"),
  );
  for (const [steps, found] of [
    ["equal steps", linear],
    ["geometric steps", logarithmic],
  ] as const) {
    const largest = Math.max(...found);
    report({
      kind: "policy vectors",
      name: `vcache_vectors, ${steps}`,
      compared: found.length,
      largestDifference: Number(largest.toPrecision(3)),
      gate: GATE,
      met: largest <= GATE,
    });
  }
}

function differences(
  { observations, tau }: PolicyVector,
  doubts: readonly Doubt[],
  expected: "tau" | "tauLog",
): number[] {
  const observed = observations
    .slice(STARTING_OBSERVATIONS)
    .map(([similarity, isCorrect]) => ({ similarity, isCorrect: isCorrect === 1 }));
  const boundary = fitBoundary(observed);
  return tau.map((point) => {
    const reached = confidence(boundary, point.s, doubts);
    return Math.abs(explorationProbability(reached, point.delta) - point[expected]);
  });
}

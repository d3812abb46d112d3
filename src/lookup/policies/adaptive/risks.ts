import { createLru } from "../../../lru.ts";
import type { Observation, PolicyCandidate } from "../policy.ts";
import { type Boundary, fitBoundary } from "./boundary.ts";
import { confidence, logarithmicDoubts } from "./confidence.ts";

/** Tells the probability, 0 to 1, that a candidate's answer is wrong. */
export interface Risks {
  /** `pooled` is the boundary of the namespace; without one nothing is known, and the risk is 1. */
  riskOf(candidate: PolicyCandidate, pooled: Boundary | undefined): number;
}

/** With fewer, an entry is judged like any other of its namespace. */
const LEAST_OBSERVATIONS = 4;
const MOST_BOUNDARIES = 2_000;
const LEAST_PROBABILITY = 1e-9;

interface Fitted {
  readonly observations: readonly Observation[];
  readonly boundary: Boundary;
}

/**
 * {@link Risks} by two opinions: that of the namespace, what a similarity is worth there, and that of
 * the entry, how far its questions may stray. Their odds are averaged geometrically. Either alone is
 * sure of too much: an entry that was never wrong trusts strangers, and a namespace knows no entry.
 */
export function createRisks(): Risks {
  const doubts = logarithmicDoubts();
  const boundaries = createLru<string, Fitted>({ maxWeight: MOST_BOUNDARIES });

  function ownBoundary({ entryId, observations }: PolicyCandidate): Boundary {
    const known = boundaries.get(entryId);
    if (known && isSame(known.observations, observations)) return known.boundary;
    const boundary = fitBoundary(observations);
    boundaries.set(entryId, { observations, boundary });
    return boundary;
  }

  return {
    riskOf(candidate, pooled) {
      if (!pooled) return 1;
      const { similarity, observations } = candidate;
      const ofNamespace = confidence(pooled, similarity, doubts);
      if (observations.length < LEAST_OBSERVATIONS) return 1 - ofNamespace;
      const ofEntry = confidence(ownBoundary(candidate), similarity, doubts);
      return 1 / (1 + Math.sqrt(odds(ofEntry) * odds(ofNamespace)));
    },
  };
}

function odds(probability: number): number {
  const right = Math.max(probability, LEAST_PROBABILITY);
  return right / Math.max(1 - right, LEAST_PROBABILITY);
}

function isSame(left: readonly Observation[], right: readonly Observation[]): boolean {
  if (left === right) return true;
  return (
    left.length === right.length &&
    left.every(({ similarity, isCorrect }, index) => {
      const other = right[index];
      return other?.similarity === similarity && other.isCorrect === isCorrect;
    })
  );
}

import { isRecord } from "../is-record.ts";
import type { Observation } from "../lookup/policies/policy.ts";
import { isSimilarity } from "../similarity.ts";

/** What was learned of an entry after it was stored. Kept in the store with it. */
export interface Learned {
  /** Other questions it was compared with, oldest first. */
  readonly observations?: readonly Observation[] | undefined;
  /** A question less similar than this is not served by it: it was wrong for one that was nearly as near. */
  readonly leastSimilarity?: number | undefined;
  /** Epoch milliseconds: since then its answer is known to be wrong, and nobody is served it. */
  readonly quarantinedAt?: number | undefined;
}

/** Most observations that are read of one entry. */
const MOST_OBSERVATIONS = 1_000;

/** {@link Learned} as JSON: observations as pairs, to keep entries small. */
export function encodeLearned({ observations, ...others }: Learned): object {
  if (!observations) return others;
  return {
    ...others,
    observations: observations.map(({ similarity, isCorrect }) => [similarity, isCorrect ? 1 : 0]),
  };
}

/** Reads what {@link encodeLearned} wrote without trusting it; `undefined` when anything is off. */
export function decodeLearned(value: unknown): Learned | undefined {
  if (!isRecord(value)) return undefined;
  const { observations = [], leastSimilarity, quarantinedAt } = value;
  if (!Array.isArray(observations) || observations.length > MOST_OBSERVATIONS) return undefined;
  const read = observations.map(decodeObservation);
  if (!read.every((observation) => observation !== undefined)) return undefined;
  if (leastSimilarity !== undefined && !isSimilarity(leastSimilarity)) return undefined;
  if (quarantinedAt !== undefined && !Number.isFinite(quarantinedAt)) return undefined;
  return {
    observations: read,
    leastSimilarity: leastSimilarity as number | undefined,
    quarantinedAt: quarantinedAt as number | undefined,
  };
}

function decodeObservation(value: unknown): Observation | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [similarity, isCorrect] = value;
  const isSound = isSimilarity(similarity) && (isCorrect === 0 || isCorrect === 1);
  return isSound ? { similarity: similarity as number, isCorrect: isCorrect === 1 } : undefined;
}

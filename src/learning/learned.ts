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

/** Most observations that are written and read of one entry, whatever a policy wants. */
const MOST_OBSERVATIONS = 1_000;
/** Most observations that are kept where no policy says how many it wants. */
const MOST_FOR_NO_POLICY = 200;

/** Whether an answer must not be served to a question this similar. */
export function isKnownWrong(learned: Learned | undefined, similarity: number): boolean {
  const { quarantinedAt, leastSimilarity = -1 } = learned ?? {};
  // A cosine of -1 may come out a little below: it is still no less than nothing known.
  return quarantinedAt !== undefined || (leastSimilarity > -1 && similarity < leastSimilarity);
}

/** An {@link Observation} as it is kept: 3 decimals, and no rounding error beyond a cosine's range. */
export function toObservation(similarity: number, isCorrect: boolean): Observation {
  const rounded = Math.round(1_000 * similarity) / 1_000;
  return { similarity: Math.min(1, Math.max(-1, rounded)), isCorrect };
}

/** {@link Learned} with one observation more. Of more than `most` the oldest go. */
export function withObservation(
  learned: Learned,
  observation: Observation,
  most: number = MOST_FOR_NO_POLICY,
): Learned {
  const { observations = [] } = learned;
  const kept = most >= 1 ? Math.min(most, MOST_OBSERVATIONS) : 1;
  return { ...learned, observations: [...observations, observation].slice(-kept) };
}

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

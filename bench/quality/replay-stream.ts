import type { Decision, Observation, Policy } from "../../src/lookup/policies/policy.ts";
import type { Refuses } from "../support/guarded.ts";
import type { Near } from "../support/similar-vectors.ts";
import type { OrderedStream } from "./streams.ts";

/** Candidates a lookup of the cache looks at. */
const CANDIDATES = 4;

/** What became of the questions of a stream. */
export interface Replayed {
  readonly asked: number;
  readonly hits: number;
  /** Hits with the answer to something else. */
  readonly wrong: number;
  /** Entries in the cache at the end. */
  readonly stored: number;
  /** Answers that were compared with a stored one, for the policy to learn from. */
  readonly labels: number;
}

/**
 * A stream of questions before an empty cache with this policy: each is compared with the nearest stored
 * question that no guard refuses, is stored when there is none, and what the policy explores is labelled
 * with the truth.
 */
export async function replayStream(
  { order, questions, near }: OrderedStream,
  policy: Policy,
  refuses: Refuses = () => false,
): Promise<Replayed> {
  const entries = new Map<number, Observation[]>();
  const counts = { asked: order.length, hits: 0, wrong: 0, labels: 0 };
  const textOf = (index: number): string => questions[index]?.text ?? "";
  const haveOneAnswer = (one: number, other: number): boolean =>
    questions[one]?.cluster === questions[other]?.cluster;

  for (const index of order) {
    const candidate = nearestStored(index);
    const decision = candidate ? await decide(index, candidate) : { serves: false };
    if (candidate && decision.serves) serve(index, candidate);
    else if (!(candidate && decision.explores && explore(index, candidate))) entries.set(index, []);
  }
  return { ...counts, stored: entries.size };

  function nearestStored(index: number): Near | undefined {
    return near[index]
      ?.filter((other) => entries.has(other.index) && other.similarity >= policy.floor)
      .slice(0, CANDIDATES)
      .find((other) => !refuses(textOf(index), textOf(other.index)));
  }

  async function decide(index: number, candidate: Near): Promise<Decision> {
    const decision = await policy.decide({
      similarity: candidate.similarity,
      entryId: String(candidate.index),
      namespace: "stream",
      query: textOf(index),
      candidateQuery: textOf(candidate.index),
      observations: entries.get(candidate.index) ?? [],
    });
    return typeof decision === "boolean" ? { serves: decision } : decision;
  }

  function serve(index: number, candidate: Near): void {
    counts.hits++;
    counts.wrong += haveOneAnswer(index, candidate.index) ? 0 : 1;
  }

  /** Learns of a question; `true` when its neighbour stands for it. */
  function explore(index: number, candidate: Near): boolean {
    const { learning } = policy;
    if (!learning) return false;
    counts.labels++;
    const isCorrect = haveOneAnswer(index, candidate.index);
    const similarity = Math.round(candidate.similarity * 1_000) / 1_000;
    const observation = { similarity, isCorrect };
    const observations = [...(entries.get(candidate.index) ?? []), observation];
    entries.set(candidate.index, observations.slice(-learning.maxObservations));
    learning.observe?.({ entryId: String(candidate.index), namespace: "stream", observation });
    return isCorrect && learning.storesOnlyWrong;
  }
}

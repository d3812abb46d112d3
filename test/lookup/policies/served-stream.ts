import type { Decision, Observation, Policy } from "../../../src/lookup/policies/policy.ts";

/** A question that has found a neighbour, and whether the neighbour's answer is right for it. */
export interface Lookup {
  readonly entryId: string;
  readonly similarity: number;
  readonly isCorrect?: boolean;
}

/** Draws the next question. */
export type Stream = (random: () => number) => Lookup;

/** What is stored with entries, by their ids. */
export type Entries = Map<string, readonly Observation[]>;

/** Asks a policy about one question, and lets it learn from what it explores, as the cache does. */
export function serve(policy: Policy, lookup: Lookup, entries: Entries): Decision {
  const { entryId, similarity, isCorrect } = lookup;
  const observations = entries.get(entryId) ?? [];
  const [namespace, query, candidateQuery] = ["n", "", ""];
  const asked = { similarity, entryId, namespace, query, candidateQuery, observations };
  const decision = policy.decide(asked) as Decision;
  if (decision.explores && isCorrect !== undefined) {
    const observation = { similarity: Math.round(1_000 * similarity) / 1_000, isCorrect };
    const { maxObservations = 0 } = policy.learning ?? {};
    entries.set(entryId, [...observations, observation].slice(-maxObservations));
    policy.learning?.observe?.({ entryId, namespace, observation });
  }
  return decision;
}

/** Plays a stream to a policy; how many were served, and how many of them wrongly. */
export function serveAll(
  policy: Policy,
  stream: Stream,
  options: { questions: number; random: () => number; entries?: Entries },
): { hits: number; wrong: number } {
  const { questions, random, entries = new Map() } = options;
  let [hits, wrong] = [0, 0];
  for (let question = 0; question < questions; question++) {
    const lookup = stream(random);
    if (!serve(policy, lookup, entries).serves) continue;
    hits += 1;
    if (!lookup.isCorrect) wrong += 1;
  }
  return { hits, wrong };
}

import type { GuardPanel } from "../observe/explain/guard-panel.ts";
import { guardVetoes } from "./guard-vetoes.ts";
import type { Lookup } from "./lookup.ts";
import type { PairRow } from "./rows.ts";
import type { Trial } from "./trial.ts";

/** A pair as the cache took it, with what other thresholds and no guards would have made of it. */
export interface TriedPair extends Lookup {
  /** Found without comparing meanings, at any threshold. */
  readonly isExact: boolean;
}

/** Stores the answer to `a`, and asks `b`, in a part of the cache that nothing else was asked of. */
export async function tryPair(
  trial: Trial,
  panel: GuardPanel,
  { row, part }: { readonly row: PairRow; readonly part: string },
): Promise<TriedPair> {
  const { id, category, a, b, given, mustHit } = row;
  const answer = row.answer ?? `answer to ${a}`;
  await trial.ask({ part, turns: [], text: a, answer, given: given?.a });
  const otherwise = mustHit ? answer : `answer to ${b}`;
  const asking = { part, turns: [], text: b, answer: otherwise, given: given?.b };
  const { query = b, nearest } = await trial.probe(asking);
  const [near] = nearest;
  const asked = await trial.ask(asking);
  const guards = near ? guardVetoes(panel, query, near.query ?? a) : [];
  const isExact = asked.kind === "exact";
  return {
    ...{ kind: "pairs", id, category, mustHit, asked: b, stored: a, guards, isExact },
    ...{ hit: asked.hit, right: asked.hit && mustHit },
    similarity: near?.similarity,
    reason: near && asked.reason === "no-match" ? "below-threshold" : (asked.kind ?? asked.reason),
  };
}

/** Whether a pair would have been a hit at another threshold, with the cache's guards or without. */
export function wouldHit(pair: TriedPair, threshold: number, guarded: boolean): boolean {
  if (pair.isExact) return true;
  if (pair.similarity === undefined) return false;
  return pair.similarity >= threshold && !(guarded && pair.guards.length > 0);
}

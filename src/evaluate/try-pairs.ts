import { concurrently } from "../manage/concurrently.ts";
import type { GuardPanel } from "../observe/explain/guard-panel.ts";
import type { EvaluationContext } from "./open-context.ts";
import type { EvaluateOptions } from "./options.ts";
import { readRows } from "./read-rows.ts";
import type { PairRow, ReadRow } from "./rows.ts";
import { createTrial, type Trial } from "./trial.ts";
import { type TriedPair, tryPair } from "./try-pair.ts";

/** Pairs tried at once, by as many caches: a verifier may be a model far away. */
const PAIRS_AT_ONCE = 8;

/** The rows, with the vectors they came with unless the model is to make new ones. */
export async function* withGivenVectors({
  data,
  vectors,
}: EvaluateOptions): AsyncGenerator<ReadRow, void> {
  for await (const row of readRows(data)) {
    yield vectors === "model" ? { ...row, given: undefined } : row;
  }
}

/** Puts every pair among the rows to the cache once, with what every guard says of it. */
export async function tryPairs(
  context: EvaluationContext,
  panel: GuardPanel,
  rows: readonly ReadRow[],
): Promise<TriedPair[]> {
  const pairs = rows.filter((row): row is PairRow => row.kind === "pairs");
  const tried = new Array<TriedPair>(pairs.length);
  const progress = context.progress("pairs", pairs.length);
  const { abortSignal: signal } = context;
  const free: Trial[] = [];
  await concurrently(pairs, { limit: PAIRS_AT_ONCE, signal }, async (row, index) => {
    const trial = free.pop() ?? createTrial(context);
    tried[index] = await tryPair(trial, panel, { row, part: `pair ${index}` });
    free.push(trial);
    progress(1);
  });
  signal.throwIfAborted();
  return tried;
}

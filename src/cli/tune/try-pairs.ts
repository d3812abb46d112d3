import { createGuardPanel } from "../../evaluate/guard-vetoes.ts";
import { type EvaluationContext, openContext } from "../../evaluate/open-context.ts";
import type { EvaluateOptions } from "../../evaluate/options.ts";
import { createProblemLog, type ProblemLog } from "../../evaluate/problem-log.ts";
import { readRows } from "../../evaluate/read-rows.ts";
import type { PairRow, ReadRow } from "../../evaluate/rows.ts";
import { createTrial, type Trial } from "../../evaluate/trial.ts";
import { type TriedPair, tryPair } from "../../evaluate/try-pair.ts";
import { concurrently } from "../../manage/concurrently.ts";
import { everyGuard } from "./guard-settings.ts";

/** Pairs tried at once, by as many caches. */
const AT_ONCE = 8;

/** Labelled pairs as the cache takes them, with what every guard says of each. */
export interface TriedPairs {
  readonly pairs: readonly TriedPair[];
  /** Rows of other kinds. */
  readonly others: number;
  readonly setup: EvaluationContext["setup"];
  readonly problems: ReturnType<ProblemLog["list"]>;
}

/**
 * Puts every pair to the cache once; all that is tuned follows from it, since neither similarities nor
 * vetoes depend on a threshold.
 *
 * @throws as `evaluate` does.
 */
export async function tryPairs(options: EvaluateOptions): Promise<TriedPairs> {
  const given = options.vectors !== "model";
  const rows: ReadRow[] = [];
  for await (const row of readRows(options.data)) {
    rows.push(given ? row : { ...row, given: undefined });
  }
  const pairRows = rows.filter((row): row is PairRow => row.kind === "pairs");
  const problems = createProblemLog();
  const context = await openContext(options, pairRows, problems.add);
  const panel = createGuardPanel(everyGuard(options.cache?.guards));
  const progress = context.progress("pairs", pairRows.length);
  const pairs = new Array<TriedPair>(pairRows.length);
  const free: Trial[] = [];
  await concurrently(pairRows, { limit: AT_ONCE }, async (row, index) => {
    const trial = free.pop() ?? createTrial(context);
    pairs[index] = await tryPair(trial, panel, { row, part: `pair ${index}` });
    free.push(trial);
    progress(1);
  });
  const others = rows.length - pairRows.length;
  return { pairs, others, setup: context.setup, problems: problems.list() };
}

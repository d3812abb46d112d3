import { type EvaluationContext, openContext } from "../../evaluate/open-context.ts";
import type { EvaluateOptions } from "../../evaluate/options.ts";
import { createProblemLog, type ProblemLog } from "../../evaluate/problem-log.ts";
import type { TriedPair } from "../../evaluate/try-pair.ts";
import { tryPairs, withGivenVectors } from "../../evaluate/try-pairs.ts";
import { createGuardPanel } from "../../observe/explain/guard-panel.ts";
import { everyGuard } from "./guard-settings.ts";

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
export async function tryAllPairs(options: EvaluateOptions): Promise<TriedPairs> {
  const rows = await Array.fromAsync(withGivenVectors(options));
  const pairRows = rows.filter(({ kind }) => kind === "pairs");
  const problems = createProblemLog();
  const context = await openContext(options, pairRows, problems.add);
  const panel = createGuardPanel(everyGuard(options.cache?.guards));
  const pairs = await tryPairs(context, panel, pairRows);
  const others = rows.length - pairRows.length;
  return { pairs, others, setup: context.setup, problems: problems.list() };
}

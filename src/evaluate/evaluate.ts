import { createGuardPanel } from "../observe/explain/guard-panel.ts";
import { budgetThresholds } from "./budget.ts";
import { curveOf } from "./curve.ts";
import type { Evaluation } from "./evaluation.ts";
import { findingsOf } from "./findings.ts";
import { guardEffects } from "./guard-effects.ts";
import type { Lookup } from "./lookup.ts";
import { openContext } from "./open-context.ts";
import { checkEvaluateOptions, type EvaluateOptions } from "./options.ts";
import { createProblemLog } from "./problem-log.ts";
import { ratesOf } from "./rates.ts";
import { replayAll } from "./replay-all.ts";
import { tryPairs, withGivenVectors } from "./try-pairs.ts";

/**
 * Measures what a cache does with labelled data. Every row goes through the cache as in an application
 * (scope, normal form, guards, policy, verifier), with a stand-in for the model and a store of its own:
 *
 * - **pairs**: the answer to `a` is stored in a scope of its own, then `b` is asked there;
 * - **streams**: questions are asked in order, a miss stores its answer, a hit is right when it serves the
 *   same cluster;
 * - **conversations**: each is held turn by turn, then its question is asked.
 *
 * @throws SemanticCacheError `invalid-options` for options or rows that are none, naming the row; what the
 * embedding model throws; the reason of `abortSignal`.
 * @example
 * const { rates, budget } = await evaluate({ data: { file: "pairs.jsonl" }, cache: { threshold: 0.9 } });
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  checkEvaluateOptions(options);
  const { cache = {}, thresholds, maxFalseHitRate = 0.01, findings = 50 } = options;
  const rows = await Array.fromAsync(withGivenVectors(options));
  const problems = createProblemLog();
  const context = await openContext(options, rows, problems.add);
  const panel = createGuardPanel(cache.guards);
  const pairs = await tryPairs(context, panel, rows);
  const { replays, streamCurve, lookups } = await replayAll(context, rows, thresholds);
  const all = [...pairs, ...lookups];
  return {
    format: "ai-sdk-semantic-cache/evaluation",
    version: 1,
    createdAt: new Date().toISOString(),
    setup: { ...context.setup, guards: panel.names },
    rates: ratesOf(all),
    kinds: by(all, ({ kind }) => kind).map(([kind, group]) => ({ kind, ...ratesOf(group) })),
    categories: by(all, ({ category }) => category).map(([category, group]) => ({
      category,
      ...ratesOf(group),
    })),
    replays,
    curve: curveOf(pairs, thresholds),
    streamCurve,
    budget: pairs.length === 0 ? null : budgetThresholds(pairs, maxFalseHitRate),
    guards: guardEffects(panel.names, pairs, context.setup.threshold),
    worst: findingsOf(all, findings),
    problems: problems.list(),
  };
}

/** Lookups by a name of theirs, in the order of first sight; those without one are left out. */
function by<Name extends string>(
  lookups: readonly Lookup[],
  nameOf: (lookup: Lookup) => Name | undefined,
): [Name, Lookup[]][] {
  const groups = new Map<Name, Lookup[]>();
  for (const lookup of lookups) {
    const name = nameOf(lookup);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(lookup);
    else groups.set(name, [lookup]);
  }
  return [...groups];
}

import { SemanticCacheError } from "../../errors.ts";
import { evaluate } from "../../evaluate/evaluate.ts";
import type { EvaluateOptions } from "../../evaluate/options.ts";
import { ratesOf } from "../../evaluate/rates.ts";
import { pairsForRate } from "./calibrate-pairs.ts";
import { guardSettings, ownSetting } from "./guard-settings.ts";
import { recommend } from "./recommend.ts";
import { tryAllPairs } from "./try-pairs.ts";
import { toTuned, tuneSettings } from "./tune-settings.ts";
import type { Recommendation, Tuning } from "./tuning.ts";

/** Labelled rows, the cache of the application, and the budget. */
export type TuneOptions = EvaluateOptions & { readonly maxFalseHitRate: number };

/**
 * Looks for the threshold and the guards that serve most within a budget of wrong hits, and says how sure
 * that is.
 *
 * @throws SemanticCacheError `invalid-options` as `evaluate` does, and where there are no pairs.
 */
export async function tunePairs(options: TuneOptions): Promise<Tuning> {
  const { maxFalseHitRate, cache = {} } = options;
  const { pairs, others, setup, problems } = await tryAllPairs(options);
  if (setup.embeddingModel === null)
    throw refusal("it compares meanings: give it an embedding model.");
  if (pairs.length === 0)
    throw refusal('there are no pairs, such as {"a": "…", "b": "…", "label": 1}.');
  const mustMiss = pairs.filter(({ mustHit }) => !mustHit).length;
  const neededPairs = pairsForRate(maxFalseHitRate);
  const by = { maxFalseHitRate, isPromised: neededPairs !== null && mustMiss >= neededPairs };
  const own = ownSetting(cache.guards);
  const tried = tuneSettings(pairs, guardSettings(cache.guards), by);
  const recommended = mustMiss === pairs.length ? null : recommend(tried, own, by);
  const { embeddingModel, threshold, policy } = setup;
  return {
    format: "ai-sdk-semantic-cache/tuning",
    version: 1,
    maxFalseHitRate,
    pairs: { mustHit: pairs.length - mustMiss, mustMiss },
    neededPairs,
    now: { embeddingModel, threshold, policy, guards: own, rates: ratesOf(pairs) },
    settings: tried.map(toTuned),
    recommended,
    replays: others === 0 || !recommended ? [] : await replaysOf(options, recommended),
    problems,
  };
}

/** Streams and conversations of the rows, with what was recommended. */
async function replaysOf(
  options: TuneOptions,
  { threshold, guards }: Recommendation,
): Promise<Tuning["replays"]> {
  const chosen = guards === "yours" ? {} : { guards: guards as "standard" };
  const cache = { ...options.cache, threshold, ...chosen };
  const { replays } = await evaluate({ ...options, cache, thresholds: [], findings: 0 });
  return replays;
}

function refusal(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", `tune: ${message}`);
}

import { resolveOptions } from "../../config.ts";
import type { SemanticCacheOptions } from "../../options.ts";
import type { CacheStore } from "../../store.ts";
import { latencyText, timeText } from "../text/amounts.ts";
import { type Finding, findings } from "./finding.ts";
import type { Latencies } from "./round-trip.ts";

/** What steps took here, in milliseconds. */
export interface Measured extends Partial<Latencies> {
  readonly embedding?: number | undefined;
}

/** A deadline that is this near to what a step usually takes will often pass. */
const CLOSE = 0.5;

/** The deadlines of a cache against what its steps take from here. */
export function checkLimits(
  options: SemanticCacheOptions & { readonly store: CacheStore },
  measured: Measured,
): Finding[] {
  const { timeouts } = resolveOptions(options);
  const { ok, warning, error } = findings("timeouts");
  const steps = [
    ["get", measured.get, timeouts.get],
    ["search", measured.search, timeouts.search],
    ["embedding", measured.embedding, timeouts.embedding],
    ["write", measured.set, timeouts.write],
  ] as const;
  const problems = steps.flatMap(([name, took, limit]) => {
    if (took === undefined || took <= CLOSE * limit) return [];
    const facts = `${name} takes ${latencyText(took)} from here, its deadline is ${timeText(limit)}`;
    const advice = `Raise timeouts: { ${name}: … }, or run where the store is near.`;
    return [
      took > limit
        ? error(`${facts}: every lookup would be a miss`, advice)
        : warning(`${facts}: a slow moment costs a hit`, advice),
    ];
  });
  if (problems.length > 0) return problems;
  const compared = steps.filter(([, took]) => took !== undefined);
  if (compared.length === 0) return [findings("timeouts").skipped("nothing could be measured")];
  const list = compared.map(([name, , limit]) => `${name} ${timeText(limit)}`).join(", ");
  return [ok(`${list}: at least twice what is needed from here`)];
}

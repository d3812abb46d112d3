import type { CacheStats } from "../../observe/stats.ts";
import type { Outcome } from "./run.ts";

/** What a run of the demo came to. Plain data. Durations are milliseconds. */
export interface DemoResult {
  readonly questions: number;
  readonly hits: { readonly exact: number; readonly semantic: number };
  /** Hits of all questions, from 0 to 1. */
  readonly hitRate: number;
  /** Hits that served an answer to another question. */
  readonly wrongHits: number;
  readonly modelCalls: number;
  /** Medians. */
  readonly firstChunkMs: { readonly cache: number; readonly model: number };
  /** What all answers took, and what the model would have taken on top. */
  readonly spentMs: number;
  readonly savedMs: number;
  readonly savedTokens: { readonly input: number; readonly output: number };
  /** Questions that are close to a cached one in wording only, and how many of them were hits. */
  readonly traps: { readonly asked: number; readonly served: number };
}

/** Least hit rate of a run that went as it should: today it is 0.57. */
const LEAST_HIT_RATE = 0.5;

/** Counts a run. `modelCalls` is the model's own count, where it has one. */
export function resultOf(
  outcomes: readonly Outcome[],
  { hits, saved }: CacheStats,
  modelCalls: number | undefined,
): DemoResult {
  const served = outcomes.filter(isHit);
  const misses = outcomes.filter((outcome) => !isHit(outcome));
  const traps = outcomes.filter(({ question }) => question.isTrap);
  return {
    questions: outcomes.length,
    hits: { exact: hits.exact, semantic: hits.semantic },
    hitRate: served.length / outcomes.length,
    wrongHits: outcomes.filter(({ wrongTopic }) => wrongTopic !== undefined).length,
    modelCalls: modelCalls ?? misses.length,
    firstChunkMs: { cache: median(served), model: median(misses) },
    spentMs: outcomes.reduce((sum, { totalMs }) => sum + totalMs, 0),
    savedMs: saved.milliseconds,
    savedTokens: { input: saved.inputTokens, output: saved.outputTokens },
    traps: { asked: traps.length, served: traps.filter(isHit).length },
  };
}

/** Whether the cache did what the demo is there to show. */
export function isGood({ hitRate, wrongHits }: DemoResult): boolean {
  return wrongHits === 0 && hitRate > LEAST_HIT_RATE;
}

function isHit({ kind }: Outcome): boolean {
  return kind !== "miss";
}

function median(outcomes: readonly Outcome[]): number {
  const sorted = outcomes.map(({ firstChunkMs }) => firstChunkMs).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

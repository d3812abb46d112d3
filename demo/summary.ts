import type { CacheStats } from "ai-sdk-semantic-cache";
import type { Outcome } from "./run.ts";
import { formatCount, formatDuration, paint } from "./terminal.ts";

/** What a run is judged by. */
export interface Result {
  /** Hits of all questions, from 0 to 1. */
  readonly hitRate: number;
  readonly wrongHits: number;
}

/** Counts what the demo promises. */
export function resultOf(outcomes: readonly Outcome[]): Result {
  return {
    hitRate: outcomes.filter(isHit).length / outcomes.length,
    wrongHits: outcomes.filter(({ wrongTopic }) => wrongTopic !== undefined).length,
  };
}

/** A run in a few lines. `modelCalls` is the model's own count, where it has one. */
export function summary(
  outcomes: readonly Outcome[],
  stats: CacheStats,
  modelCalls: number | undefined,
): string {
  const { hitRate, wrongHits } = resultOf(outcomes);
  return [
    ...facts(outcomes, stats, modelCalls).map(
      ([name, value]) => `${paint("dim", name.padEnd(16))}${value}`,
    ),
    "",
    `hit rate: ${Math.round(hitRate * 100)} %`,
    paint(wrongHits === 0 ? "green" : "red", `wrong hits: ${wrongHits}`),
  ].join("\n");
}

function facts(
  outcomes: readonly Outcome[],
  { hits, saved }: CacheStats,
  modelCalls: number | undefined,
): [name: string, value: string][] {
  const served = outcomes.filter(isHit);
  const misses = outcomes.filter((outcome) => !isHit(outcome));
  const traps = outcomes.filter(({ question }) => question.isTrap);
  const spentMs = outcomes.reduce((sum, { totalMs }) => sum + totalMs, 0);
  const [fast, slow] = [formatDuration(median(served)), formatDuration(median(misses))];
  const [saving, whole] = [saved.milliseconds, spentMs + saved.milliseconds].map(formatDuration);
  const [input, output] = [saved.inputTokens, saved.outputTokens].map(formatCount);
  return [
    ["questions", String(outcomes.length)],
    ["from the cache", `${served.length} (${hits.exact} exact, ${hits.semantic} semantic)`],
    ["model calls", String(modelCalls ?? misses.length)],
    ["first chunk", `${fast} from the cache, ${slow} from the model (median)`],
    ["time saved", `${saving} of ${whole}`],
    ["tokens saved", `${input} input, ${output} output`],
    ["traps", `${traps.filter(isHit).length} of ${traps.length} answered from the cache`],
  ];
}

function isHit({ kind }: Outcome): boolean {
  return kind !== "miss";
}

function median(outcomes: readonly Outcome[]): number {
  const sorted = outcomes.map(({ firstChunkMs }) => firstChunkMs).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

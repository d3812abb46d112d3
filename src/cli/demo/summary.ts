import type { DemoResult } from "./result.ts";
import { formatCount, formatDuration, paint } from "./terminal.ts";

/** A run in a few lines. */
export function summary(result: DemoResult): string {
  const { hitRate, wrongHits } = result;
  return [
    ...facts(result).map(([name, value]) => `${paint("dim", name.padEnd(16))}${value}`),
    "",
    `hit rate: ${Math.round(hitRate * 100)} %`,
    paint(wrongHits === 0 ? "green" : "red", `wrong hits: ${wrongHits}`),
  ].join("\n");
}

function facts(result: DemoResult): [name: string, value: string][] {
  const { questions, hits, modelCalls, firstChunkMs, spentMs, savedMs, savedTokens, traps } =
    result;
  const [fast, slow] = [firstChunkMs.cache, firstChunkMs.model].map(formatDuration);
  const [saving, whole] = [savedMs, spentMs + savedMs].map(formatDuration);
  const [input, output] = [savedTokens.input, savedTokens.output].map(formatCount);
  const served = hits.exact + hits.semantic;
  return [
    ["questions", String(questions)],
    ["from the cache", `${served} (${hits.exact} exact, ${hits.semantic} semantic)`],
    ["model calls", String(modelCalls)],
    ["first chunk", `${fast} from the cache, ${slow} from the model (median)`],
    ["time saved", `${saving} of ${whole}`],
    ["tokens saved", `${input} input, ${output} output`],
    ["traps", `${traps.served} of ${traps.asked} answered from the cache`],
  ];
}

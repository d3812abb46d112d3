import { defaultThreshold } from "../lookup/thresholds.ts";
import type { ErrorStage } from "../observe/events.ts";
import type { SemanticCacheOptions } from "../options.ts";
import type { EvaluationSetup } from "./evaluation.ts";
import type { EvaluateOptions, EvaluateProgress } from "./options.ts";
import type { ReadRow } from "./rows.ts";
import { createTextVectors } from "./text-vectors.ts";
import type { TrialContext } from "./trial.ts";

/** What all steps of an evaluation share. */
export interface EvaluationContext extends TrialContext {
  readonly setup: Omit<EvaluationSetup, "guards">;
  readonly abortSignal: AbortSignal;
  /** A counter of one step, which the caller of `evaluate` hears of. */
  progress(step: EvaluateProgress["step"], total: number): (done: number) => void;
}

const GIVEN_VECTORS = "given/vectors";

/** Makes the vectors of all rows that came without, and says what is evaluated. */
export async function openContext(
  { cache = {}, onProgress, abortSignal = new AbortController().signal }: EvaluateOptions,
  rows: readonly ReadRow[],
  onProblem: (stage: ErrorStage, error: unknown) => void,
): Promise<EvaluationContext> {
  const progress: EvaluationContext["progress"] = (step, total) => {
    let done = 0;
    return (more) => {
      done += more;
      onProgress?.({ step, done, total });
    };
  };
  const texts = new Set(rows.flatMap(textsToEmbed));
  const isGiven = rows.length > 0 && texts.size === 0;
  const vectors = await createTextVectors(isGiven ? null : cache.embeddingModel, abortSignal);
  await vectors.prepare(texts, progress("embedding", texts.size));
  const modelName = isGiven ? nameOf(cache.embeddingModel) : vectors.model;
  const setup = { embeddingModel: modelName ?? null, ...decisionOf(cache, modelName) };
  return { options: cache, vectors, modelName, onProblem, setup, abortSignal, progress };
}

function textsToEmbed(row: ReadRow): string[] {
  if (row.given) return [];
  if (row.kind === "pairs") return [row.a, row.b];
  return [...row.turns.map(({ user }) => user), row.text];
}

/** Which model made vectors that came with the rows: the one the cache names, though it is not asked. */
function nameOf(model: SemanticCacheOptions["embeddingModel"]): string {
  if (!model) return GIVEN_VECTORS;
  return typeof model === "string" ? model : `${model.provider}/${model.modelId}`;
}

function decisionOf(
  { threshold, verify }: SemanticCacheOptions,
  modelName: string | undefined,
): Pick<EvaluationSetup, "threshold" | "policy" | "verifies"> {
  const chosen = threshold ?? defaultThreshold(modelName ?? "");
  const policy = typeof chosen === "number" ? { name: "static", floor: chosen } : chosen;
  return { threshold: policy.floor, policy: policy.name, verifies: verify !== undefined };
}

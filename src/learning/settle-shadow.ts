import type { LocatedRequest } from "../lookup/hit.ts";
import type { Answer } from "../response/answer.ts";
import type { Runtime } from "../runtime.ts";
import { compareAnswers, type Outcome } from "./compare-answers.ts";
import type { ShadowLook } from "./shadow-look.ts";

/** Compares what would have been served with the model's own answer: each stored answer once. */
export async function settleShadow(
  runtime: Runtime,
  request: LocatedRequest,
  look: ShadowLook,
  answer: Answer,
): Promise<void> {
  const { shadow: book, config, audit } = runtime;
  if (!config.compare || (audit && !audit.isDue())) return;
  const outcomes = new Map<string, Outcome>();
  for (const [guards, hit] of look) {
    const { key } = hit.address;
    const outcome =
      outcomes.get(key) ??
      (await compareAnswers(runtime, request, { hit, purpose: "shadow" }, answer));
    outcomes.set(key, outcome);
    if (outcome !== "failed") book?.countCompared(guards, hit.similarity, outcome === "same");
  }
}

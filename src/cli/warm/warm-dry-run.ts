import { counted, whole } from "../../evaluate/format.ts";
import { concurrently } from "../../manage/concurrently.ts";
import type { SemanticCache } from "../../semantic-cache.ts";
import type { WarmWork } from "./warm-report.ts";

/** What warming would do. JSON-safe. */
export interface WarmDryRun {
  readonly file: string;
  readonly prompts: number;
  readonly alreadyStored: number;
  /** The model would be asked. Questions of the file that mean the same are each counted. */
  readonly toAsk: number;
  /** The cache would be passed by: the model would be asked, and nothing stored. */
  readonly bypassed: number;
}

/** Looks every prompt up without asking the model, or a verifier. */
export async function tryWarming(
  cache: SemanticCache,
  { file, prompts, model, call, concurrency, onProgress }: WarmWork,
): Promise<WarmDryRun> {
  const counts = { hit: 0, miss: 0, bypass: 0 };
  let done = 0;
  const limits = { limit: concurrency, signal: undefined };
  await concurrently(prompts, limits, async ({ prompt }) => {
    const asked = typeof prompt === "string" ? { prompt } : prompt;
    const { outcome } = await cache.explain({ ...call, ...asked, model, verify: false });
    counts[outcome]++;
    onProgress(++done);
  });
  return {
    file,
    prompts: prompts.length,
    alreadyStored: counts.hit,
    toAsk: counts.miss,
    bypassed: counts.bypass,
  };
}

/** A dry run in a line. */
export function dryRunLine({ prompts, alreadyStored, toAsk, bypassed }: WarmDryRun): string {
  const parts = [
    `${whole(alreadyStored)} already there`,
    `${whole(toAsk)} to ask`,
    ...(bypassed > 0 ? [`${whole(bypassed)} past the cache: nothing of them is stored`] : []),
  ];
  return `${counted(prompts, "prompt")}: ${parts.join(", ")}. No model was called.`;
}

import { boundsOf } from "../lookup/bounds.ts";
import type { Runtime } from "../runtime.ts";

/**
 * Least similarity of a hit by meaning at present, with what an audit has added; `undefined` where a
 * policy decides by more than that, and where nothing is compared by meaning.
 *
 * @throws what loading the embedding model throws.
 */
export async function thresholdOf(runtime: Runtime): Promise<number | undefined> {
  const tier = await runtime.semanticTier();
  const embedder = await tier.embedder();
  const policy = embedder && tier.policy(embedder.name, undefined);
  if (policy?.name !== "static") return undefined;
  return boundsOf(runtime.config, policy, runtime.audit).servedFrom;
}

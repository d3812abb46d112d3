import type { SemanticCacheHandle } from "../../handle.ts";
import type { ExplainParams } from "../../observe/explain.ts";

/** The cached question that came nearest to one that missed. */
export interface NearMiss {
  readonly similarity: number;
  readonly question: string;
  /** One or two words: `too far`, or the name of the guard that spoke against it. */
  readonly reason: string;
  /** The same as a sentence. */
  readonly detail: string;
}

/** Asks the cache what was nearest to a call, apart from its own answer, stored as `ownEntryId`. */
export async function nearestOther(
  cache: SemanticCacheHandle,
  call: ExplainParams,
  ownEntryId: string,
): Promise<NearMiss | undefined> {
  const { nearest, threshold = 1 } = await cache.explain(call);
  const near = nearest.find(({ entryId }) => entryId !== ownEntryId);
  if (!near) return undefined;
  const { similarity, query = "", verdict } = near;
  const { guard } = verdict;
  return {
    similarity,
    question: query,
    reason: guard ? guard.name : "too far",
    detail: guard ? guard.reason : `a hit takes ${threshold.toFixed(2)}`,
  };
}

import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { ModelMessage } from "ai";
import type { SemanticCache } from "ai-sdk-semantic-cache";
import { INSTRUCTIONS } from "./knowledge-base.ts";

/** The cached question that came nearest to one that missed. */
export interface NearMiss {
  readonly similarity: number;
  readonly question: string;
  /** One or two words: `too far`, or the name of the guard that spoke against it. */
  readonly reason: string;
  /** The same as a sentence. */
  readonly detail: string;
}

/** Asks the cache what was nearest to a question, apart from its own answer, stored as `ownEntryId`. */
export async function nearestOther(
  { model, cache }: { readonly model: LanguageModelV4; readonly cache: SemanticCache },
  messages: readonly ModelMessage[],
  ownEntryId: string,
): Promise<NearMiss | undefined> {
  const call = { instructions: INSTRUCTIONS, messages };
  const { nearest, threshold = 1 } = await cache.explain({ model, ...call });
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

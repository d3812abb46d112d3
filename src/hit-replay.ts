import { toEntryId } from "./entry-id.ts";
import { lazy } from "./lazy.ts";
import type { Hit, LocatedRequest } from "./lookup/hit.ts";
import { savedUsage } from "./response/answer.ts";
import { asProviderMetadata, type SemanticCacheMetadata } from "./response/metadata.ts";
import type { Replay } from "./response/replay.ts";
import type { Runtime } from "./runtime.ts";
import type { MaybePromise } from "./store.ts";

/** What replays an answer: a miss without company never loads it. */
export const loadReplay: () => MaybePromise<typeof import("./response/replay.ts")> = lazy(
  () => import("./response/replay.ts"),
);

/** What is said of a hit, in its event and in its metadata. */
export function hitFacts({
  address,
  entry,
  payload,
  kind,
  similarity,
}: Hit): Omit<Extract<SemanticCacheMetadata, { hit: true }>, "hit"> {
  const now = Date.now();
  return {
    kind,
    similarity,
    entryId: toEntryId(address),
    ageMs: Math.max(0, now - entry.createdAt),
    stale: entry.staleAt <= now,
    savedUsage: savedUsage(payload.answer.usage),
  };
}

/** A stored answer in the shape of the caller's SDK version. */
export async function replayHit(
  { config }: Runtime,
  { version, plan, abortSignal }: LocatedRequest,
  hit: Hit,
  facts: ReturnType<typeof hitFacts> = hitFacts(hit),
): Promise<Replay> {
  const { createReplay } = await loadReplay();
  return createReplay(hit.payload.answer, {
    version,
    modelId: plan.model.modelId,
    metadata: asProviderMetadata({ hit: true, ...facts }),
    usage: config.usage,
    replay: config.replay,
    abortSignal,
  });
}

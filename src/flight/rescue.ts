import { hitFacts, replayHit } from "../hit-replay.ts";
import { isRecord } from "../is-record.ts";
import { type Hit, type LocatedRequest, type Miss, report } from "../lookup/hit.ts";
import { lookup } from "../lookup/lookup.ts";
import type { Replay } from "../response/replay.ts";
import type { Runtime } from "../runtime.ts";
import { afterFirstContent } from "./first-content.ts";
import type { Served } from "./served.ts";

/**
 * Serves a stale answer in place of the model's error, where there is one (`stale-if-error` of RFC
 * 5861). A stream can be replaced until its first content has come.
 */
export function rescued(
  runtime: Runtime,
  request: LocatedRequest,
  miss: Miss,
  served: Served,
): Served {
  if (runtime.config.freshness.staleIfErrorMs === 0) return served;

  async function rescue(error: unknown): Promise<Replay> {
    const found = request.abortSignal?.aborted ? undefined : await findReplay();
    if (!found) throw error;
    const { entryId, ageMs } = hitFacts(found.fallback);
    runtime.emit({ ...request.fields, type: "rescue", entryId, ageMs, error });
    return found.replay;
  }

  async function findReplay(): Promise<{ fallback: Hit; replay: Replay } | undefined> {
    try {
      const fallback = await findFallback(runtime, request, miss);
      return fallback && { fallback, replay: await replayHit(runtime, request, fallback) };
    } catch (failure) {
      report(runtime, request, "lookup", failure); // what the caller must hear of is the model's error
      return undefined;
    }
  }

  return {
    async generate(call) {
      try {
        return await served.generate(call);
      } catch (error) {
        return (await rescue(error)).generate();
      }
    },
    async stream(call) {
      try {
        const result = await served.stream(call);
        const stream = isRecord(result) ? result.stream : undefined;
        if (!(stream instanceof ReadableStream)) return result;
        return { ...result, stream: await afterFirstContent(stream) };
      } catch (error) {
        return (await rescue(error)).stream();
      }
    },
  };
}

/** A request that joined a flight at once has not looked for itself. */
async function findFallback(
  runtime: Runtime,
  request: LocatedRequest,
  { fallback, policy }: Miss,
): Promise<Hit | undefined> {
  if (fallback || policy) return fallback;
  const found = await lookup(runtime, request);
  return found.hit ? found : found.fallback;
}

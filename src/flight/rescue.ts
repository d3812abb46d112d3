import { hitFacts, replayHit } from "../hit-replay.ts";
import { isRecord } from "../is-record.ts";
import type { Hit, LocatedRequest, Miss } from "../lookup/hit.ts";
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
    const fallback = request.abortSignal?.aborted
      ? undefined
      : await findFallback(runtime, request, miss);
    if (!fallback) throw error;
    const { entryId, ageMs } = hitFacts(fallback);
    runtime.emit({ ...request.fields, type: "rescue", entryId, ageMs, error });
    return replayHit(runtime, request, fallback);
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

import { startTimer } from "../deadline.ts";
import { toEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { Hit, LocatedRequest } from "../lookup/hit.ts";
import type { Runtime } from "../runtime.ts";
import { createFlight } from "./flight.ts";
import { lead } from "./lead.ts";
import type { ModelCall } from "./served.ts";

/** After a renewal that stored nothing, hits do not ask for the next one before this. */
const PAUSE_MS = 30_000;

/**
 * Asks the model again, behind an answer that was served stale or is about to be, and stores what it
 * says. One renewal of an entry at a time, and none for a while after one that stored nothing: a model
 * that is down is not asked by every hit.
 */
export function renew(runtime: Runtime, request: LocatedRequest, hit: Hit, call: ModelCall): void {
  const { config, background, renewals } = runtime;
  const entryId = toEntryId(hit.address);
  forgetBefore(renewals, Date.now());
  if (renewals.has(entryId)) return;
  const { stream: patienceMs } = config.timeouts;
  renewals.set(entryId, Date.now() + patienceMs); // a platform may freeze before this ends
  runtime.emit({ ...request.fields, type: "renew", entryId });

  async function ask(): Promise<void> {
    const impatience = new AbortController();
    const stop = startTimer(patienceMs, () => impatience.abort(tookTooLong(patienceMs)), {
      letsExit: true,
    });
    try {
      const alone = { ...request, abortSignal: impatience.signal };
      const isRenewed = await askModel(runtime, alone, hit, call);
      if (isRenewed) renewals.delete(entryId);
      else renewals.set(entryId, Date.now() + PAUSE_MS);
    } catch (error) {
      renewals.set(entryId, Date.now() + PAUSE_MS);
      throw error;
    } finally {
      stop();
    }
  }

  background.run(ask, (error) => runtime.fail("renew", error, request.fields));
}

function forgetBefore(renewals: Map<string, number>, now: number): void {
  for (const [entryId, until] of renewals) if (until <= now) renewals.delete(entryId);
}

function tookTooLong(milliseconds: number): SemanticCacheError {
  const message = `A renewal took longer than timeouts.stream (${milliseconds} ms).`;
  return new SemanticCacheError("timeout", message);
}

/** Whether there is a new answer in the store now. */
async function askModel(
  runtime: Runtime,
  request: LocatedRequest,
  { address, kind }: Hit,
  call: ModelCall,
): Promise<boolean> {
  const flight = createFlight(request, undefined, { finishInBackground: false });
  const miss = { hit: false, reason: "reload", embedsLate: true } as const;
  const served = lead(runtime, request, { flight, miss, leave: flight.join() });
  if (request.plan.operation === "generate") await served.generate(call);
  else await readToEnd(await served.stream(call));
  const isRenewed = await flight.settled;
  // The question was another one: its answer is stored under its own key and takes over.
  if (isRenewed && kind === "semantic") {
    await runtime.config.store.delete({ entries: [address] });
  }
  return isRenewed;
}

async function readToEnd(result: object): Promise<void> {
  const stream = isRecord(result) ? result.stream : undefined;
  const reader = (stream as ReadableStream<unknown>).getReader();
  while (!(await reader.read()).done);
}

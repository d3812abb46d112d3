import { startTimer } from "../deadline.ts";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { LocatedRequest, Miss } from "../lookup/hit.ts";
import type { Runtime } from "../runtime.ts";
import { createFlight } from "./flight.ts";
import { lead } from "./lead.ts";
import type { ModelCall } from "./served.ts";

/**
 * Asks the model behind an answer that was served, for at most `timeouts.stream`. What it says is settled
 * as after a miss; whether it is in the store then.
 *
 * @throws what the model throws; SemanticCacheError `timeout`.
 */
export async function askBehind(
  runtime: Runtime,
  request: LocatedRequest,
  miss: Miss,
  call: ModelCall,
): Promise<boolean> {
  const { stream: patienceMs } = runtime.config.timeouts;
  const impatience = new AbortController();
  const stop = startTimer(patienceMs, () => impatience.abort(tookTooLong(patienceMs)), {
    letsExit: true,
  });
  const alone = { ...request, abortSignal: impatience.signal };
  try {
    const flight = createFlight(alone, undefined, { finishInBackground: false });
    const served = lead(runtime, alone, { flight, miss, leave: flight.join() });
    if (request.plan.operation === "generate") await served.generate(call);
    else await readToEnd(await served.stream(call));
    return await flight.settled;
  } finally {
    stop();
  }
}

function tookTooLong(milliseconds: number): SemanticCacheError {
  const message = `A model call behind an answer took longer than timeouts.stream (${milliseconds} ms).`;
  return new SemanticCacheError("timeout", message);
}

async function readToEnd(result: object): Promise<void> {
  const stream = isRecord(result) ? result.stream : undefined;
  const reader = (stream as ReadableStream<unknown>).getReader();
  while (!(await reader.read()).done);
}

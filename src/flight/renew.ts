import { toEntryId } from "../entry-id.ts";
import { isRecord } from "../is-record.ts";
import type { Hit, LocatedRequest } from "../lookup/hit.ts";
import type { Runtime } from "../runtime.ts";
import { createFlight } from "./flight.ts";
import { lead } from "./lead.ts";
import type { ModelCall } from "./served.ts";

/**
 * Asks the model again, behind an answer that was served stale or is about to be, and stores what it
 * says. One renewal of an entry at a time.
 */
export function renew(
  runtime: Runtime,
  request: LocatedRequest,
  { address, kind }: Hit,
  call: ModelCall,
): void {
  const { config, background, renewals } = runtime;
  const entryId = toEntryId(address);
  if (renewals.has(entryId)) return;
  renewals.add(entryId);
  runtime.emit({ ...request.fields, type: "renew", entryId });
  const alone = { ...request, abortSignal: undefined };
  const flight = createFlight(alone, undefined, { finishInBackground: true });
  const served = lead(runtime, alone, {
    flight,
    miss: { hit: false, reason: "reload", embedsLate: true },
  });

  async function ask(): Promise<void> {
    if (request.plan.operation === "generate") await served.generate(call);
    else await readToEnd(await served.stream(call));
    const { kind: outcome } = await flight.landed;
    await flight.settled;
    // The question was another one: its answer is stored under its own key and takes over.
    if (outcome === "answer" && kind === "semantic")
      await config.store.delete({ entries: [address] });
  }

  background.run(
    () => ask().finally(() => renewals.delete(entryId)),
    (error) => runtime.fail("renew", error, request.fields),
  );
}

async function readToEnd(result: object): Promise<void> {
  const stream = isRecord(result) ? result.stream : undefined;
  const reader = (stream as ReadableStream<unknown>).getReader();
  while (!(await reader.read()).done);
}

import { withTimeout } from "../deadline.ts";
import type { Flight } from "../flight/flight.ts";
import type { Runtime } from "../runtime.ts";

/**
 * Keeps the answers of the model calls meant from being shared with newcomers and from being stored.
 * What a slow store is writing at this moment cannot be held back: it is removed when it is there.
 * Returns how many calls were meant.
 */
export function groundFlights(runtime: Runtime, isMeant: (flight: Flight) => boolean): number {
  // A new answer to the same question may be there before the old one has settled: it stays.
  const createdBefore = Date.now() + 1;
  return runtime.flights.ground((flight) => {
    if (!isMeant(flight)) return false;
    if (!flight.isGrounded()) removeWhenSettled(runtime, flight, createdBefore);
    return true;
  });
}

/** A model may never answer: what waits for it holds on to nothing but the address. */
function removeWhenSettled(runtime: Runtime, flight: Flight, createdBefore: number): void {
  const { background, plainStore, config } = runtime;
  const { scope, key } = flight.request.address;
  const remove = async (): Promise<void> => {
    const removed = plainStore.delete({ entries: [{ scope, key }], createdBefore });
    await withTimeout("store.delete", config.timeouts.write, undefined, removed);
  };
  flight.settled.then(() => background.run(remove, (error) => runtime.fail("write", error)));
}

import { withTimeout } from "../deadline.ts";
import type { Flight } from "../flight/flight.ts";
import type { Runtime } from "../runtime.ts";

/**
 * Keeps the answers of the model calls meant from being shared with newcomers and from being stored.
 * What a slow store is writing at this moment cannot be held back: it is removed when it is there.
 * Returns how many calls were meant.
 */
export function groundFlights(runtime: Runtime, isMeant: (flight: Flight) => boolean): number {
  const { flights, background, plainStore, config } = runtime;
  const grounded: Flight[] = [];
  flights.ground((flight) => {
    const isGrounded = isMeant(flight);
    if (isGrounded) grounded.push(flight);
    return isGrounded;
  });
  // A new answer to the same question may be there before the old one has settled: it stays.
  const createdBefore = Date.now() + 1;
  for (const { settled, request } of grounded) {
    const { scope, key } = request.address;
    const remove = async (): Promise<void> => {
      const removed = plainStore.delete({ entries: [{ scope, key }], createdBefore });
      await withTimeout("store.delete", config.timeouts.write, undefined, removed);
    };
    settled.then(() => background.run(remove, (error) => runtime.fail("write", error)));
  }
  return grounded.length;
}

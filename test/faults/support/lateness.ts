import { setTimeout as pause } from "node:timers/promises";

/** How late this busy process is by itself: what a test waits for, but no user of a store. */
export interface Lateness {
  /** Milliseconds that were lost so far, all together. */
  lostMs(): number;
  /** Resolves when {@link Lateness.lostMs} knows of everything until now. */
  settled(): Promise<void>;
  stop(): void;
}

/** How often it is looked, in milliseconds. Being late by less than that is no lateness. */
const SAMPLE_MS = 5;

/** Watches the event loop from now on. */
export function watchLateness(): Lateness {
  let lostMs = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - last - SAMPLE_MS;
    if (late > SAMPLE_MS) lostMs += late;
    last = now;
  }, SAMPLE_MS);
  return {
    lostMs: () => lostMs,
    settled: () => pause(2 * SAMPLE_MS), // the timer of a wait comes before the next sample
    stop: () => clearInterval(timer),
  };
}

import { vi } from "vitest";

/** The clock of this process, as far as `Date.now` tells it. The browser has its own. */
export interface Clock {
  /** Puts it so far ahead of the real one; behind, when negative. */
  shift(milliseconds: number): void;
  /** Lets so much time pass. */
  pass(milliseconds: number): void;
}

/** A clock that can be put back, and goes on from there. */
export function shiftedClock(): Clock {
  const realNow = (): number => performance.timeOrigin + performance.now();
  let ahead = 0;
  vi.spyOn(Date, "now").mockImplementation(() => Math.floor(realNow() + ahead));
  return {
    shift(milliseconds) {
      ahead = milliseconds;
    },
    pass(milliseconds) {
      ahead += milliseconds;
    },
  };
}

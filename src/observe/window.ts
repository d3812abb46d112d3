import { type Duration, toMilliseconds } from "../duration.ts";
import { SemanticCacheError } from "../errors.ts";

/** The longest window of stats. */
export const LONGEST_WINDOW_MS = 3_600_000;

/**
 * A window of stats in milliseconds.
 *
 * @throws SemanticCacheError `invalid-options` for one that is none, or longer than an hour.
 */
export function checkWindow(window: Duration): number {
  const milliseconds = toMilliseconds(window, "window");
  if (milliseconds > 0 && milliseconds <= LONGEST_WINDOW_MS) return milliseconds;
  throw new SemanticCacheError(
    "invalid-options",
    `window must be a duration of an hour or less; got ${JSON.stringify(window)}.`,
  );
}

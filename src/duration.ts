import { SemanticCacheError } from "./errors.ts";

/** A length of time: a number of milliseconds, or text such as `"90s"`, `"10m"`, `"24h"`, `"7d"`. */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}`;

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Milliseconds of a {@link Duration}.
 *
 * @throws SemanticCacheError `invalid-options` when it is negative, not a number or has another unit;
 * `name` is the option the message speaks of.
 */
export function toMilliseconds(duration: Duration, name: string): number {
  const milliseconds = typeof duration === "number" ? duration : parse(String(duration));
  if (Number.isNaN(milliseconds) || milliseconds < 0) {
    throw new SemanticCacheError(
      "invalid-options",
      `${name} must be a duration: milliseconds (90000) or text such as "90s", "10m", "24h" or "7d"; got ${JSON.stringify(duration)}.`,
    );
  }
  return milliseconds;
}

function parse(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (!match) return Number.NaN;
  return Number(match[1]) * (UNITS[match[2] ?? ""] ?? Number.NaN);
}

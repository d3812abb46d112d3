import { whole } from "../../evaluate/format.ts";

const STEPS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
] as const;

/** A length of time for people, in one unit: `3 h`, `12 min`, `450 ms`. */
export function timeText(milliseconds: number): string {
  for (const [unit, name] of STEPS) {
    if (milliseconds >= unit) return `${whole(Math.floor(milliseconds / unit))} ${name}`;
  }
  return `${whole(Math.max(0, Math.round(milliseconds)))} ms`;
}

/** Bytes for people: `512 B`, `4.1 kB`, `12 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1_000;
  let at = 0;
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1_000;
    at++;
  }
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${units[at]}`;
}

/** A short duration with the digits that matter: `0.4 ms`, `12 ms`. */
export function latencyText(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`;
}

/** `1 entry`, `1,203 entries`. */
export function countedEntries(count: number): string {
  return count === 1 ? "1 entry" : `${whole(count)} entries`;
}

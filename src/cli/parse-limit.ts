import { InvalidArgumentError } from "commander";

/** Reads how many things are wanted at most: a whole number above 0, or `all`. */
export function parseLimit(text: string): number {
  if (text === "all") return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Say a whole number above 0, or all.");
}

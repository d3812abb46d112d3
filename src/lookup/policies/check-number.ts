import { SemanticCacheError } from "../../errors.ts";

/** What a number may be. */
export interface NumberRange {
  readonly least?: number;
  readonly most?: number;
  /** The number must be greater. */
  readonly above?: number;
  /** The number must be less. */
  readonly below?: number;
  readonly isWhole?: boolean;
}

/** @throws SemanticCacheError `invalid-options` for what is no number of this range. */
export function checkNumber(name: string, value: unknown, range: NumberRange): void {
  if (typeof value === "number" && isWithin(value, range)) return;
  const got = JSON.stringify(value) ?? typeof value;
  throw new SemanticCacheError(
    "invalid-options",
    `${name} must be ${describe(range)}; got ${Number.isNaN(value) ? "NaN" : got}.`,
  );
}

function isWithin(value: number, range: NumberRange): boolean {
  const { least = -Infinity, most = Infinity, above = -Infinity, below = Infinity } = range;
  if (range.isWhole && !Number.isInteger(value)) return false;
  return value >= least && value <= most && value > above && value < below;
}

function describe({ least, most, above, below, isWhole }: NumberRange): string {
  const from = least === undefined ? `above ${above}` : `from ${least}`;
  const to = most === undefined ? `below ${below}` : `to ${most}`;
  return `a ${isWhole ? "whole " : ""}number ${from} ${most === undefined ? "and " : ""}${to}`;
}

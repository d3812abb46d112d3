import { SemanticCacheError } from "../errors.ts";

const PREFIX = /^[A-Za-z0-9_.-]{1,64}$/;
const IDENTIFIER = /^[a-z_][a-z0-9_]{0,47}$/;

/**
 * A prefix of keys: letters, digits, `_`, `.` and `-`, so that no pattern and no cluster slot is meant by it.
 *
 * @throws SemanticCacheError `invalid-options` saying what was got and what is taken.
 */
export function checkPrefix(store: string, prefix: string): string {
  if (typeof prefix === "string" && PREFIX.test(prefix)) return prefix;
  throw new SemanticCacheError(
    "invalid-options",
    `${store}: prefix must be 1 to 64 letters, digits, "_", "." or "-"; got ${JSON.stringify(prefix)}.`,
  );
}

/**
 * The name of a table or an index: short enough that no database cuts it, so that two names never meet.
 *
 * @throws SemanticCacheError `invalid-options` saying what was got and what is taken.
 */
export function checkIdentifier(store: string, option: string, name: string): string {
  if (typeof name === "string" && IDENTIFIER.test(name)) return name;
  throw new SemanticCacheError(
    "invalid-options",
    `${store}: ${option} must be 1 to 48 lower-case letters, digits or "_", not starting with a digit; got ${JSON.stringify(name)}.`,
  );
}

/**
 * A bound: a whole number above zero.
 *
 * @throws SemanticCacheError `invalid-options` saying what was got.
 */
export function checkBound(store: string, option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new SemanticCacheError(
    "invalid-options",
    `${store}: ${option} must be a whole number above 0; got ${JSON.stringify(value)}.`,
  );
}

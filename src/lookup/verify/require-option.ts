import { SemanticCacheError } from "../../errors.ts";

/**
 * Refuses an option of a verifier.
 *
 * @throws SemanticCacheError `invalid-options` unless `isValid`; `name` is what the message speaks of.
 */
export function requireOption(
  isValid: boolean,
  name: string,
  expected: string,
  got: unknown,
): void {
  if (isValid) return;
  const shown = typeof got === "function" ? "a function" : JSON.stringify(got);
  throw new SemanticCacheError("invalid-options", `${name} must be ${expected}; got ${shown}.`);
}

/** Whether a value is a whole number from 1. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

import { SemanticCacheError } from "../errors.ts";

/** An error about an option of a tool of this folder. */
export function invalid(
  tool: string,
  option: string,
  expected: string,
  got: unknown,
): SemanticCacheError {
  const shown = JSON.stringify(got) ?? String(got);
  return new SemanticCacheError(
    "invalid-options",
    `${tool}: ${option} must be ${expected}; got ${shown}.`,
  );
}

/** Whether a value is a number without a fraction. */
export function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

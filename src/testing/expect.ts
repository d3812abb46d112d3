/** Assertions that need no test runner. */

/** @throws Error saying what was promised, when it does not hold. */
export function promise(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`The store breaks its contract: ${what}.`);
}

/** @throws Error when two values differ as JSON. */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  promise(got === wanted, `${what}; expected ${wanted}, got ${got}`);
}

/** @throws Error when two numbers differ by more than `tolerance`. */
export function near(
  actual: number | undefined,
  expected: number,
  tolerance: number,
  what: string,
): void {
  const isNear = actual !== undefined && Math.abs(actual - expected) <= tolerance;
  promise(isNear, `${what}; expected ${expected}, got ${actual}`);
}

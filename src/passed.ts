import type { Runtime } from "./runtime.ts";

/** On the parameters of a model call: the caches it has been through. A symbol survives `{ ...params }`. */
const PASSED = Symbol.for("ai-sdk-semantic-cache.passed");

/**
 * Whether a call comes from this very cache: a model that was wrapped in it twice. It must not wait
 * for itself as a request under way.
 */
export function hasPassed({ flights }: Runtime, params: object): boolean {
  return passedCaches(params).includes(flights);
}

/** The same parameters, with a note for {@link hasPassed}. */
export function markPassed<P extends object>({ flights }: Runtime, params: P): P {
  return { ...params, [PASSED]: [...passedCaches(params), flights] };
}

function passedCaches(params: object): readonly unknown[] {
  const passed: unknown = Reflect.get(params, PASSED);
  return Array.isArray(passed) ? passed : [];
}

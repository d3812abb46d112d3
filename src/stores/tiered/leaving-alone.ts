import { withTimeout } from "../../deadline.ts";
import { createBreaker } from "../../resilience/breaker.ts";
import { guardedCall } from "../../resilience/guarded-call.ts";
import type { MaybePromise } from "../../store.ts";

/** Asks L2, with a deadline in milliseconds. Throws at once while L2 is known to fail. */
export type AskL2 = <T>(milliseconds: number, ask: () => MaybePromise<T>) => Promise<T>;

/** As the cache's own rules, but with a shorter pause: L1 answers meanwhile, and should not for long. */
const RULES = { failures: 5, failureRate: 0.5, pauseMs: 1_000 } as const;

/**
 * An {@link AskL2}. That L2 fails is hidden from the cache where L1 can stand in for it, so the cache's own
 * breaker does not hear of it: without this one, each read would wait for a dead L2.
 */
export function leavingAlone(name: string): AskL2 {
  const guard = guardedCall(createBreaker({ name, rules: RULES, onChange: () => {} }));
  const { signal } = new AbortController();
  return (milliseconds, ask) =>
    guard(signal, () => withTimeout(name, milliseconds, undefined, ask()));
}

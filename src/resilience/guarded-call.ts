import { SemanticCacheError } from "../errors.ts";
import type { MaybePromise } from "../store.ts";
import type { Breaker, CallOutcome } from "./breaker.ts";
import { outcomeOf } from "./refusal.ts";

/** Makes a call that ends when `signal` fires. */
export type GuardedCall = <T>(signal: AbortSignal, call: () => MaybePromise<T>) => Promise<T>;

/**
 * A {@link GuardedCall} under a breaker. A deadline that passes is a failure; that the caller left is
 * none. A dependency that ignores the signal is not waited for.
 */
export function guardedCall(breaker: Breaker): GuardedCall {
  return async (signal, call) => {
    const ticket = breaker.begin();
    let isOpen = true;
    const end = (outcome: CallOutcome): void => {
      if (isOpen) breaker.end(ticket, outcome);
      isOpen = false;
    };
    const onAbort = (): void => end(isDeadline(signal.reason) ? "failed" : "unknown");
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const result = await call();
      end("succeeded");
      return result;
    } catch (error) {
      end(outcomeOf(error));
      throw error;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  };
}

function isDeadline(reason: unknown): boolean {
  return SemanticCacheError.isInstance(reason) && reason.code === "timeout";
}

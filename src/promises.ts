import type { MaybePromise } from "./store.ts";

/** Of what may be a promise nobody waits for: an unhandled rejection would end a Node process. */
export function disown(answer: unknown): void {
  if (isPromise(answer)) Promise.resolve(answer).catch(() => {});
}

/** Whether a value has to be waited for. */
export function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function"
  );
}

import { SemanticCacheError } from "./errors.ts";
import type { MaybePromise } from "./store.ts";

/**
 * Runs `work`, which gets a signal that fires when the deadline has passed or `signal` has. A result
 * that is there at once costs no timer and no microtask.
 *
 * @throws SemanticCacheError `timeout` after `milliseconds`; the reason of `signal` when it fires;
 * whatever `work` throws.
 */
export function withDeadline<T>(
  what: string,
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => MaybePromise<T>,
): MaybePromise<T> {
  const controller = new AbortController();
  const result = work(controller.signal);
  return isPromise(result) ? race(what, milliseconds, signal, controller, result) : result;
}

function race<T>(
  what: string,
  milliseconds: number,
  signal: AbortSignal | undefined,
  controller: AbortController,
  result: PromiseLike<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (reason: unknown): void => {
      controller.abort(reason);
      reject(reason);
    };
    const cancelTimer = startTimer(milliseconds, () => {
      stop(new SemanticCacheError("timeout", `${what} took longer than ${milliseconds} ms.`));
    });
    const onAbort = (): void => stop(signal?.reason);
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    const settle = (): void => {
      cancelTimer();
      signal?.removeEventListener("abort", onAbort);
    };
    result.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
  });
}

/** The longest delay a timer takes; anything above it would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Calls `run` after a while unless the returned function is called first. Never keeps a process alive. */
export function startTimer(milliseconds: number, run: () => void): () => void {
  if (milliseconds > LONGEST_TIMER) return () => {};
  const timer: unknown = setTimeout(run, milliseconds);
  const unref: unknown =
    typeof timer === "object" && timer !== null ? Reflect.get(timer, "unref") : undefined;
  if (typeof unref === "function") unref.call(timer);
  return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
}

/** Whether a value has to be waited for. */
export function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function"
  );
}

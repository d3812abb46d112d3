import { SemanticCacheError } from "./errors.ts";
import { disown, isPromise } from "./promises.ts";
import type { MaybePromise } from "./store.ts";

/**
 * Waits for a result, but not for longer than `milliseconds` and not after `signal` has fired. A result
 * that is there at once costs no timer and no microtask; one that arrived in time counts, even if a busy
 * process reads it late.
 *
 * @throws SemanticCacheError `timeout` after the deadline; the reason of `signal` when it fires; whatever
 * the result rejects with.
 */
export function withTimeout<T>(
  what: string,
  milliseconds: number,
  signal: AbortSignal | undefined,
  result: MaybePromise<T>,
): MaybePromise<T> {
  if (!isPromise(result)) return result;
  return new Promise((resolve, reject) => {
    let isWaiting = true;
    const settle = (): void => {
      isWaiting = false;
      cancelTimer();
      signal?.removeEventListener("abort", onAbort);
    };
    const giveUp = (reason: unknown): void => {
      settle();
      reject(reason);
    };
    const onAbort = (): void => giveUp(signal?.reason);
    const onDeadline = (): void => {
      if (!isWaiting) return;
      giveUp(new SemanticCacheError("timeout", `${what} took longer than ${milliseconds} ms.`));
    };
    const cancelTimer = startTimer(milliseconds, () => afterArrivals(onDeadline));
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    result.then(resolve, reject).then(settle, settle);
  });
}

/**
 * Calls `run` once what has arrived is read. Timers go before replies: after a burst of requests a store
 * that answered long ago would look dead.
 */
function afterArrivals(run: () => void): void {
  const immediately: unknown = Reflect.get(globalThis, "setImmediate");
  if (typeof immediately === "function") immediately(run);
  else setTimeout(run);
}

/** Like {@link withTimeout}, for work that can be told to stop: its signal fires when nobody waits any more. */
export async function withDeadline<T>(
  what: string,
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => MaybePromise<T>,
): Promise<T> {
  const controller = new AbortController();
  try {
    return await withTimeout(what, milliseconds, signal, work(controller.signal));
  } catch (error) {
    controller.abort(error);
    throw error;
  }
}

/** The longest delay a timer takes; anything above it would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Calls `run` after a while unless the returned function is called first. With `letsExit` it does not
 * keep a process alive.
 */
export function startTimer(
  milliseconds: number,
  run: () => void,
  { letsExit = false }: { readonly letsExit?: boolean } = {},
): () => void {
  if (milliseconds > LONGEST_TIMER) return () => {};
  const timer: unknown = setTimeout(run, milliseconds);
  const unref: unknown =
    letsExit && typeof timer === "object" && timer !== null
      ? Reflect.get(timer, "unref")
      : undefined;
  if (typeof unref === "function") unref.call(timer);
  return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
}

/** Whether a rule of the application said yes, at once. A promise is a no. */
export function saidYes(answer: unknown): boolean {
  disown(answer);
  return answer === true;
}

/**
 * What a function of the application said, at once. Nobody waits for a promise.
 *
 * @throws SemanticCacheError `invalid-options` for one; `name` is the option it speaks of.
 */
export function saidAtOnce<T>(name: string, answer: T): T {
  if (!isPromise(answer)) return answer;
  disown(answer);
  const message = `${name} must be known at once; got a promise. Make the function synchronous.`;
  throw new SemanticCacheError("invalid-options", message);
}

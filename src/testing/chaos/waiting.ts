import { startTimer } from "../../deadline.ts";

/** Resolves after a while. Rejects with the reason of `signal` as soon as it fires. */
export function pause(milliseconds: number, signal?: AbortSignal | undefined): Promise<void> {
  return untilAborted(signal, (resolve) => startTimer(milliseconds, resolve));
}

/** Never resolves. Rejects with the reason of `signal` when it fires. */
export function hang(signal?: AbortSignal | undefined): Promise<never> {
  return untilAborted<never>(signal, () => () => {});
}

function untilAborted<Value>(
  signal: AbortSignal | undefined,
  start: (resolve: (value: Value) => void) => () => void,
): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const onAbort = (): void => {
    stop();
    reject(signal?.reason);
  };
  const stop = start((value) => {
    signal?.removeEventListener("abort", onAbort);
    resolve(value);
  });
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return promise;
}

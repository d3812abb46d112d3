/** A result, unless `signal` fires first: then its reason. What the result comes to is not lost for others. */
export function untilAborted<T>(
  result: PromiseLike<T>,
  signal: AbortSignal | undefined,
): PromiseLike<T> {
  if (!signal) return result;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    const settle = (): void => signal.removeEventListener("abort", onAbort);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    result.then(resolve, reject).then(settle, settle);
  });
}

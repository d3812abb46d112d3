import type { ResolvedReplay } from "./chunk.ts";

/** Parts that show up in front of a person: only these are paced. */
const isDelta = (part: object): boolean => {
  const type: unknown = Reflect.get(part, "type");
  return type === "text-delta" || type === "reasoning-delta" || type === "reasoning";
};

/**
 * A stream of parts that are made only when they are read. Reading after `abortSignal` has fired ends
 * in its reason, also in the middle of a pause.
 */
export function streamOf<Part extends object>(
  parts: Iterator<Part>,
  { delayMs, initialDelayMs }: ResolvedReplay,
  abortSignal: AbortSignal | undefined,
): ReadableStream<Part> {
  let pause = initialDelayMs;
  return new ReadableStream<Part>(
    {
      async pull(controller) {
        abortSignal?.throwIfAborted();
        const next = parts.next();
        if (next.done) return controller.close();
        if (isDelta(next.value)) {
          if (pause > 0) await sleep(pause, abortSignal);
          pause = delayMs;
        }
        controller.enqueue(next.value);
      },
      cancel() {
        parts.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

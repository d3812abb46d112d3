import type { RawPart } from "./sdk-answer.ts";

/** A provider's stream that makes a part only when it is asked for one, and what became of it. */
export interface ControlledSource {
  readonly stream: ReadableStream<RawPart>;
  /** Parts that were asked for. */
  pulled(): number;
  /** Why it was cancelled; `undefined` while it was not. */
  cancelled(): { readonly reason: unknown } | undefined;
}

/** What happens to the source instead of its end. */
export interface SourceFate {
  /** Ends without the parts from here on. */
  readonly endAt?: number | undefined;
  /** Breaks instead of giving this part. */
  readonly failAt?: number | undefined;
  readonly error?: unknown;
  /** Never gives this part, which is when `onStall` is called. */
  readonly stallAt?: number | undefined;
  readonly onStall?: (() => void) | undefined;
  /** Breaks with the signal's reason, as a provider's connection does. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** A {@link ControlledSource} of `parts`. */
export function controlledSource(
  parts: readonly RawPart[],
  fate: SourceFate = {},
): ControlledSource {
  let pulled = 0;
  let cancelled: { reason: unknown } | undefined;
  const stream = new ReadableStream<RawPart>(
    {
      start(controller) {
        fate.abortSignal?.addEventListener("abort", () => {
          if (!cancelled) controller.error(fate.abortSignal?.reason);
        });
      },
      pull(controller) {
        const at = pulled++;
        if (at === fate.failAt) return failSoon(fate.error);
        if (at === fate.stallAt) {
          fate.onStall?.();
          return new Promise(() => {});
        }
        const part = parts[at];
        if (part === undefined || at === fate.endAt) controller.close();
        else controller.enqueue(part);
        return undefined;
      },
      cancel(reason) {
        cancelled = { reason };
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, pulled: () => pulled, cancelled: () => cancelled };
}

/** Fails when everything that was said has arrived; an error overtakes what is still in a queue. */
function failSoon(error: unknown): Promise<never> {
  return new Promise((_resolve, reject) => void setImmediate(() => reject(error)));
}

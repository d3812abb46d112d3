import type { ChaosTools } from "./chaos.ts";
import { hang, pause } from "./waiting.ts";

/** How a model's answer can go wrong. */
export type StreamFault = "empty" | "cut" | "error-part" | "break" | "stall" | "slow";

interface HowToSpoil extends ChaosTools {
  readonly afterParts: number;
  readonly signal: AbortSignal | undefined;
}

/** A stream that goes wrong on the way. Cancelling it cancels the model's own. */
export function spoilStream(
  stream: ReadableStream<object>,
  fault: StreamFault,
  how: HowToSpoil,
): ReadableStream<object> {
  const reader = stream.getReader();
  const wholeParts = fault === "empty" ? 0 : how.afterParts;
  let parts = 0;

  async function passOn(controller: ReadableStreamDefaultController<object>): Promise<void> {
    const { done, value } = await reader.read();
    if (done) return controller.close();
    parts++;
    controller.enqueue(value);
  }

  async function goWrong(controller: ReadableStreamDefaultController<object>): Promise<void> {
    if (fault === "stall") return hang(how.signal);
    const error = how.errorOf("doStream");
    reader.cancel(error).catch(() => {}); // a provider's connection is gone as well
    if (fault === "break") throw error;
    if (fault === "error-part") controller.enqueue({ type: "error", error });
    controller.close();
  }

  return new ReadableStream<object>(
    {
      async pull(controller) {
        if (fault === "slow") await pause(how.delayMs(), how.signal);
        const isFine = fault === "slow" || parts < wholeParts;
        await (isFine ? passOn(controller) : goWrong(controller));
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

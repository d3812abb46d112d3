/** Parts that say nothing of the answer yet. */
const PREAMBLE: ReadonlySet<unknown> = new Set([
  "stream-start",
  "response-metadata",
  "raw",
  "ping",
  "text-start",
  "reasoning-start",
]);

/**
 * A stream, once its first part with content has come: until then it can still be replaced.
 *
 * @throws what the stream failed with before, or what its first `error` part says.
 */
export async function afterFirstContent(
  stream: ReadableStream<object>,
): Promise<ReadableStream<object>> {
  const reader = stream.getReader();
  const begun: object[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const type: unknown = Reflect.get(value, "type");
    if (type === "error") {
      await reader.cancel();
      throw Reflect.get(value, "error");
    }
    begun.push(value);
    if (!PREAMBLE.has(type)) break;
  }
  return new ReadableStream<object>(
    {
      async pull(controller) {
        const part = begun.shift();
        if (part) return controller.enqueue(part);
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

const NEWLINE = 10;

/** Counts the lines that pass. */
export interface CountingLines {
  readonly transform: TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>;
  count(): number;
}

/** A {@link CountingLines} that tells after each piece how many there were. */
export function countingLines(onCount: (count: number) => void): CountingLines {
  let count = 0;
  return {
    transform: new TransformStream({
      transform(chunk, controller) {
        for (const byte of chunk) if (byte === NEWLINE) count++;
        onCount(count);
        controller.enqueue(chunk);
      },
    }),
    count: () => count,
  };
}

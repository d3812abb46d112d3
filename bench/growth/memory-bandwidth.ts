import type { Row } from "../support/bench.ts";
import { rounded } from "../support/measure.ts";

/** Far more than any cache of a processor holds. */
const BYTES = 512 * 2 ** 20;
const ROUNDS = 30;

/**
 * How fast one thread reads main memory, in GB/s, best of some rounds: `compareGBps` by comparing two equal
 * buffers (`memcmp` of the C library, the fastest read there is from JavaScript), `sumGBps` by adding up a
 * `Float64Array`. `copyGBps` counts what `TypedArray.set` reads and what it writes.
 */
export function memoryBandwidth(): Row {
  const left = new Float64Array(BYTES / 8).fill(1);
  const right = left.slice();
  const [leftBytes, rightBytes] = [Buffer.from(left.buffer), Buffer.from(right.buffer)];
  return {
    name: "memory bandwidth",
    compareGBps: fastest(2 * BYTES, () => leftBytes.equals(rightBytes)),
    sumGBps: fastest(BYTES, () => sum(left)),
    copyGBps: fastest(2 * BYTES, () => right.set(left)),
  };
}

function fastest(bytes: number, run: () => unknown): number {
  let seconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    run();
    seconds = Math.min(seconds, (performance.now() - startedAt) / 1_000);
  }
  return rounded(bytes / seconds / 1e9);
}

/** Four sums at a time: one addition need not wait for the last. */
function sum(numbers: Float64Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let at = 0; at < numbers.length; at += 4) {
    first += numbers[at] as number;
    second += numbers[at + 1] as number;
    third += numbers[at + 2] as number;
    fourth += numbers[at + 3] as number;
  }
  return first + second + third + fourth;
}

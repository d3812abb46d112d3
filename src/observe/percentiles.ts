/** Percentiles in milliseconds; 0 before the first measurement. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** The latest measurements. */
export interface Samples {
  add(value: number, at: number): void;
  /** Of the measurements since a moment. */
  percentiles(since?: number): Percentiles;
}

interface Sample {
  readonly value: number;
  readonly at: number;
}

/** {@link Samples} that remember the latest `most`, in a ring. */
export function createSamples(most: number): Samples {
  const ring: Sample[] = [];
  let next = 0;
  return {
    add(value, at) {
      ring[next] = { value, at };
      next = (next + 1) % most;
    },
    percentiles(since = Number.NEGATIVE_INFINITY) {
      const values = ring.flatMap(({ value, at }) => (at >= since ? [value] : []));
      const sorted = values.sort((left, right) => left - right);
      const at = (share: number): number =>
        sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
      return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
    },
  };
}

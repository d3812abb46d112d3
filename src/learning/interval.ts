/** A share of counted cases, with the interval that holds the true one in 95 of 100 such counts. */
export interface Interval {
  /** From 0 to 1. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 %. */
const Z = 1.96;

/**
 * A share with its Wilson score interval (Wilson 1927), which also holds for few cases and for none;
 * `undefined` of nothing.
 */
export function wilsonInterval(count: number, total: number): Interval | undefined {
  if (total === 0) return undefined;
  const share = count / total;
  const spread = Z * Math.sqrt((share * (1 - share)) / total + (Z * Z) / (4 * total * total));
  const middle = share + (Z * Z) / (2 * total);
  const scale = 1 + (Z * Z) / total;
  return {
    share,
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
}

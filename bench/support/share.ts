import type { Share } from "./bench.ts";

/** Two-sided 95 %. */
const Z = 1.96;

/** A share with its Wilson interval, which also holds for few cases and for none; `undefined` of nothing. */
export function shareOf(count: number, total: number): Share | undefined {
  if (total === 0) return undefined;
  const share = count / total;
  const spread = Z * Math.sqrt((share * (1 - share)) / total + (Z * Z) / (4 * total * total));
  const middle = share + (Z * Z) / (2 * total);
  const scale = 1 + (Z * Z) / total;
  return {
    percent: toPercent(share),
    low: toPercent((middle - spread) / scale),
    high: toPercent((middle + spread) / scale),
  };
}

function toPercent(share: number): number {
  return Math.round(1_000 * share) / 10;
}

import { wilsonInterval } from "../../src/learning/interval.ts";
import type { Share } from "./bench.ts";

/** A share with its Wilson interval, which also holds for few cases and for none; `undefined` of nothing. */
export function shareOf(count: number, total: number): Share | undefined {
  const interval = wilsonInterval(count, total);
  if (!interval) return undefined;
  const { share, low, high } = interval;
  return { percent: toPercent(share), low: toPercent(low), high: toPercent(high) };
}

function toPercent(share: number): number {
  return Math.round(1_000 * share) / 10;
}

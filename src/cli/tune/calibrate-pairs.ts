import type { TriedPair } from "../../evaluate/try-pair.ts";
import {
  type CalibrationReport,
  calibrated,
  type LabelledPair,
} from "../../lookup/policies/calibrated.ts";

/** Fewest pairs with which `calibrated` promises a rate; `null` for 0, which nothing can promise. */
export function pairsForRate(rate: number): number | null {
  return rate === 0 ? null : Math.ceil(1 / rate - 1 - 1e-9);
}

/** What `calibrated` finds for the pairs; `null` where they are too few, or nothing can be served. */
export function calibratePairs(
  pairs: readonly LabelledPair[],
  maxFalseHitRate: number,
): CalibrationReport | null {
  const needed = pairsForRate(maxFalseHitRate);
  if (needed === null || maxFalseHitRate >= 1 || pairs.length < needed) return null;
  const { report } = calibrated({ pairs, maxFalseHitRate });
  return report.hits === 0 ? null : report;
}

/** A pair as `calibrated` takes it. What a guard refuses is served at no threshold: it counts as far away. */
export function toLabelled({ isExact, guards, similarity, mustHit }: TriedPair): LabelledPair {
  if (isExact) return { similarity: 1, isCorrect: mustHit };
  const isServable = guards.length === 0 && similarity !== undefined;
  return { similarity: isServable ? similarity : -1, isCorrect: mustHit };
}

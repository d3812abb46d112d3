import { thresholdText } from "../../../../evaluate/format.ts";
import type { ColumnOfParts } from "../../parts/columns.tsx";
import type { Lookup } from "./what-if.ts";

/** Where the slider can be: from a twentieth below the least similarity up to 1. */
export interface Scale {
  readonly least: number;
  /** Hundredths in one column. */
  readonly step: number;
}

/** Hundredths in the steps of the scale. */
const STEP = 5;
const MOST_COLUMNS = 50;
/** What 100 × 0.83 may lack of 83. */
const ROUNDING = 1e-9;

/** A scale that holds all of these and the threshold, and never less than a fifth. */
export function scaleOf(lookups: readonly Lookup[], threshold: number | undefined): Scale {
  const least = Math.min(0.85, threshold ?? 1, ...lookups.map(({ similarity }) => similarity));
  const steps = Math.max(0, Math.floor((100 * least + ROUNDING) / STEP) - 1);
  const hundredths = steps * STEP;
  return { least: hundredths / 100, step: 100 - hundredths > MOST_COLUMNS ? 2 : 1 };
}

/** Lookups by similarity: hits, misses that are too far, misses that were vetoed, other misses. */
export function binsOf(
  lookups: readonly Lookup[],
  { least, step }: Scale,
  threshold: number,
): ColumnOfParts[] {
  const first = Math.round(100 * least);
  const count = Math.ceil((100 - first) / step);
  const bins = Array.from({ length: count }, () => [0, 0, 0, 0]);
  for (const lookup of lookups) {
    const at = Math.floor((100 * lookup.similarity + ROUNDING - first) / step);
    const bin = bins[Math.min(count - 1, Math.max(0, at))];
    const part = partOf(lookup);
    if (bin) bin[part] = (bin[part] ?? 0) + 1;
  }
  return bins.map((counts, at) => {
    const from = (first + at * step) / 100;
    return {
      label: thresholdText(from),
      counts,
      isFaint: from + step / 100 <= threshold + ROUNDING,
    };
  });
}

function partOf({ outcome, vetoed, reason }: Lookup): number {
  if (outcome === "hit") return 0;
  if (vetoed) return 2;
  return reason === "below-threshold" || reason === "no-match" ? 1 : 3;
}

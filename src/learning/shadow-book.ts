import { type Interval, wilsonInterval } from "./interval.ts";

/** Sets of guards that are compared in shadow mode. `configured`: those of the option `guards`. */
export const SHADOW_GUARDS = ["none", "standard", "strict", "configured"] as const;
/** One of {@link SHADOW_GUARDS}. */
export type ShadowGuards = (typeof SHADOW_GUARDS)[number];

/** What one threshold would have done. */
export interface ShadowPoint {
  readonly threshold: number;
  /** Requests that would have been hits by meaning, and their share of all requests. */
  readonly hits: number;
  readonly hitRate: number;
  /** Of them, those whose answer was compared with the model's, and those that were wrong. */
  readonly compared: number;
  readonly wrong: number;
  /** Share of wrong ones with its 95 % interval; absent where nothing was compared. */
  readonly falseHitRate?: Interval | undefined;
}

/** What the cache would have done, had it served. */
export interface ShadowReport {
  /** Requests that were looked up. */
  readonly requests: number;
  /** Of them, those that would have been exact hits. */
  readonly exactHits: number;
  /** Exactly as configured: threshold or policy, guards, verifier. */
  readonly asConfigured: Omit<ShadowPoint, "threshold">;
  /** For each set of guards what each threshold from 0.70 to 0.99 would have done. */
  readonly byGuards: Readonly<Record<ShadowGuards, readonly ShadowPoint[]>>;
}

/** Counts what would have been served. */
export interface ShadowBook {
  countRequest(exact: boolean): void;
  /** A set of guards would have served a candidate of this similarity; `undefined`: the whole configuration would. */
  countHit(guards: ShadowGuards | undefined, similarity: number): void;
  /** Whether that answer was right. */
  countCompared(guards: ShadowGuards | undefined, similarity: number, isCorrect: boolean): void;
  report(): ShadowReport;
}

/** Nothing below is of interest. */
export const LEAST_SHADOW_SIMILARITY = 0.7;
const STEPS = 30;
/** What 100 × 0.83 may lack of 83. */
const ROUNDING = 1e-9;

interface Counts {
  hits: number;
  compared: number;
  wrong: number;
}

const noCounts = (): Counts => ({ hits: 0, compared: 0, wrong: 0 });

/** A {@link ShadowBook} of nothing. */
export function createShadowBook(): ShadowBook {
  let requests = 0;
  let exactHits = 0;
  const asConfigured = noCounts();
  const bySteps = new Map(
    SHADOW_GUARDS.map((guards) => [guards, Array.from({ length: STEPS }, noCounts)]),
  );

  function countsOf(guards: ShadowGuards | undefined, similarity: number): Counts {
    if (guards === undefined) return asConfigured;
    return bySteps.get(guards)?.[stepOf(similarity)] ?? noCounts();
  }

  function pointsOf(guards: ShadowGuards): ShadowPoint[] {
    const sum = noCounts();
    const points = (bySteps.get(guards) ?? []).map((_counts, step, steps) => {
      const at = steps.length - 1 - step;
      addCounts(sum, steps[at] ?? noCounts());
      return { threshold: (70 + at) / 100, ...shareOf(sum, requests) };
    });
    return points.reverse();
  }

  return {
    countRequest(exact) {
      requests++;
      if (exact) exactHits++;
    },
    countHit: (guards, similarity) => void countsOf(guards, similarity).hits++,
    countCompared(guards, similarity, isCorrect) {
      const counts = countsOf(guards, similarity);
      counts.compared++;
      if (!isCorrect) counts.wrong++;
    },
    report: () => ({
      requests,
      exactHits,
      asConfigured: shareOf(asConfigured, requests),
      byGuards: {
        none: pointsOf("none"),
        standard: pointsOf("standard"),
        strict: pointsOf("strict"),
        configured: pointsOf("configured"),
      },
    }),
  };
}

function stepOf(similarity: number): number {
  const step = Math.floor(100 * similarity + ROUNDING) - 100 * LEAST_SHADOW_SIMILARITY;
  return Math.min(STEPS - 1, Math.max(0, step));
}

function addCounts(sum: Counts, counts: Counts): void {
  sum.hits += counts.hits;
  sum.compared += counts.compared;
  sum.wrong += counts.wrong;
}

function shareOf({ ...counts }: Counts, requests: number): Omit<ShadowPoint, "threshold"> {
  return {
    ...counts,
    hitRate: requests === 0 ? 0 : counts.hits / requests,
    falseHitRate: wilsonInterval(counts.wrong, counts.compared),
  };
}

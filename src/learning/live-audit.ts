import type { CacheEvent } from "../observe/events.ts";
import { type Interval, wilsonInterval } from "./interval.ts";

/** How hits are audited, and what happens when too many are wrong. */
export interface AuditRules {
  /** Share of semantic hits that are audited, from 0 to 1. */
  readonly rate: number;
  /** Share of semantic hits that may be wrong, from 0 to 1. */
  readonly maxFalseHitRate: number | undefined;
  readonly whenExceeded: "raise-threshold" | "stop-serving";
  /** Fewer audited hits decide nothing. */
  readonly leastHits: number;
}

/** What an audit found so far, in this process. */
export interface AuditReport {
  /** Hits that were compared with a fresh answer, and how many of them were wrong. */
  readonly compared: number;
  readonly wrong: number;
  /** Share of wrong hits with its 95 % interval; absent before the first comparison. */
  readonly falseHitRate?: Interval | undefined;
  /** By how much the threshold is raised. */
  readonly raisedBy: number;
  /** Whether semantic hits are not served at present. */
  readonly stopped: boolean;
}

/** Counts right and wrong hits, and acts when the budget is broken. */
export interface LiveAudit {
  /** Whether this hit is to be audited. */
  isDue(): boolean;
  isStopped(): boolean;
  raisedBy(): number;
  record(isCorrect: boolean): void;
  report(): AuditReport;
}

const STEP = 0.02;

/**
 * A {@link LiveAudit}. The budget counts as broken when even the lower end of the interval is above it,
 * and as kept again, after serving was stopped, when the upper end is within it. Each decision is made
 * from the comparisons since the one before: those of another threshold say nothing about this one.
 */
export function createLiveAudit(
  rules: AuditRules,
  emit: (event: CacheEvent) => void,
  random: () => number = Math.random,
): LiveAudit {
  const total = { compared: 0, wrong: 0 };
  let lately = { compared: 0, wrong: 0 };
  let raisedBy = 0;
  let isStopped = false;

  function decide(rate: Interval, budget: number): void {
    if (!isStopped && rate.low > budget) {
      const stops = rules.whenExceeded === "stop-serving";
      if (stops) isStopped = true;
      else raisedBy += STEP;
      act(stops ? "stop-serving" : "raise-threshold", rate);
    } else if (isStopped && rate.high <= budget) {
      isStopped = false;
      act("resume", rate);
    }
  }

  function act(
    action: "stop-serving" | "raise-threshold" | "resume",
    falseHitRate: Interval,
  ): void {
    emit({ type: "audit", action, falseHitRate, compared: lately.compared, raisedBy });
    lately = { compared: 0, wrong: 0 };
  }

  return {
    isDue: () => random() < rules.rate,
    isStopped: () => isStopped,
    raisedBy: () => raisedBy,
    record(isCorrect) {
      for (const counts of [total, lately]) {
        counts.compared++;
        if (!isCorrect) counts.wrong++;
      }
      const rate = wilsonInterval(lately.wrong, lately.compared);
      const { maxFalseHitRate: budget, leastHits } = rules;
      if (rate && budget !== undefined && lately.compared >= leastHits) decide(rate, budget);
    },
    report: () => ({
      ...total,
      falseHitRate: wilsonInterval(total.wrong, total.compared),
      raisedBy,
      stopped: isStopped,
    }),
  };
}

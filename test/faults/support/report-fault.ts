import type { TestContext } from "vitest";
import type { Operation } from "../../support/answer-once.ts";

/** What a test of the fault matrix found, for the table of `npm run test:faults`. */
export interface FaultFacts {
  /** `F3`. */
  readonly fault: string;
  /** The store, or what the fault is of where no store matters: `redis, ioredis 6`, `model`. */
  readonly store: string;
  readonly operation: Operation;
  /** Calls that were made. */
  readonly cases: number;
  /** Calls of users that failed though the model answered. */
  readonly failed: number;
  /** The longest that a call took more than its model, in milliseconds, where it was measured. */
  readonly worstAddedMs?: number;
  /** What it may take. */
  readonly budgetMs?: number;
}

declare module "vitest" {
  interface TaskMeta {
    faults?: FaultFacts[];
  }
}

/** Puts a line into the table of the run. */
export function reportFault({ task }: Pick<TestContext, "task">, facts: FaultFacts): void {
  task.meta.faults = [...(task.meta.faults ?? []), facts];
}

import { beforeAll, describe, expect, inject, test } from "vitest";
import type { SemanticCacheOptions } from "../../../src/index.ts";
import type { Operation } from "../../support/answer-once.ts";
import type { FaultyStore, Trouble } from "./faulty-store.ts";
import type { FaultyStoreKind } from "./faulty-stores.ts";
import { reportFault } from "./report-fault.ts";
import {
  type CallsReport,
  loadEverything,
  STORE_BUDGET_MS,
  slackOf,
  type UserCalls,
  userCalls,
} from "./user-calls.ts";

/** How much more than by default: `FAULTS_SCALE=10` for ten times as many calls. */
export const SCALE: number = Number(process.env.FAULTS_SCALE ?? 1);

/** Which fault, on which stores. */
export interface Matrix {
  /** `F3`. */
  readonly fault: string;
  readonly stores: readonly FaultyStoreKind[];
  /** How things are when the store is opened. @default "well" */
  readonly first?: Trouble;
  readonly cache?: SemanticCacheOptions;
  /** Whether all stores have their turn at once: they mostly wait. @default true */
  readonly sideBySide?: boolean;
  /** What a call may take more than its model. @default one read by key and one search */
  readonly budgetMs?: number;
}

/** One store and one operation, and what a story needs of them. */
export interface Cell {
  readonly faulty: FaultyStore;
  readonly calls: UserCalls;
  readonly operation: Operation;
  /** Puts calls into the table, and expects that none failed, was answered wrongly, or waited too long. */
  hold(report: CallsReport): void;
}

/** Tells a story on each store, by `generateText` and by `streamText`. */
export function onEveryStore(
  matrix: Matrix,
  title: string,
  story: (cell: Cell) => Promise<void>,
): void {
  const { fault, stores, first = "well", cache } = matrix;
  const { budgetMs = STORE_BUDGET_MS, sideBySide = true } = matrix;
  beforeAll(loadEverything);
  for (const { name: store, engine, open } of stores) {
    const url = engine ? inject("engines")[engine]?.url : "";
    describe.skipIf(url === undefined)(store, { concurrent: sideBySide }, () => {
      test.for(["generate", "stream"] as const)(`${title}, %s`, async (operation, context) => {
        const faulty = await open(url ?? "", first);
        const calls = userCalls(faulty.store, operation, cache);
        const hold = ({ cases, failed, wrong, worstAddedMs }: CallsReport): void => {
          const figures = { cases, failed: failed.length + wrong.length, worstAddedMs, budgetMs };
          reportFault(context, { fault, store, operation, ...figures });
          expect({ failed, wrong }).toEqual({ failed: [], wrong: [] });
          expect(worstAddedMs, "the longest wait of a user").toBeLessThan(slackOf(budgetMs));
        };
        try {
          await story({ faulty, calls, operation, hold });
        } finally {
          await faulty.become("well");
          await calls.cache.close();
          await faulty.close();
        }
      });
    });
  }
}

import { InvalidArgumentError } from "commander";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { counted, interval, percent, whole } from "../evaluate/format.ts";
import type { Rate } from "../evaluate/rate.ts";

/** How many wrong hits are still taken: a share, or a number of them. */
export type Budget = { readonly share: number } | { readonly count: number };

/** Reads `1%`, `0.01` (both a share) or `5` (a number of wrong hits). Throws where it is none of them. */
export function parseBudget(text: string): Budget {
  const [, digits, sign] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  const value = Number(digits);
  if (sign === "%" && value <= 100) return { share: value / 100 };
  if (sign === "" && Number.isInteger(value)) return { count: value };
  if (sign === "" && value < 1) return { share: value };
  throw new InvalidArgumentError("Say 1% or 0.01 for a share, 5 for a number of wrong hits.");
}

/** What each budget bounds. */
export interface Budgets {
  /** Wrong hits among all lookups. */
  readonly maxWrong?: Budget | undefined;
  /** Wrong hits among the lookups that must miss. */
  readonly maxFalseHits?: Budget | undefined;
}

/** A sentence for every budget that was broken, or is about nothing. The measured rate counts, not its interval. */
export function brokenBudgets({ rates }: Evaluation, budgets: Budgets): string[] {
  const { maxWrong, maxFalseHits } = budgets;
  return [
    ...broken("--max-wrong", rates.errorRate, "of all lookups", maxWrong),
    ...broken(
      "--max-false-hits",
      rates.falseHitRate,
      "of the lookups that must miss",
      maxFalseHits,
    ),
  ];
}

function broken(option: string, rate: Rate, among: string, budget: Budget | undefined): string[] {
  if (!budget) return [];
  if (rate.of === 0) return [`${option} says nothing: there are none ${among}.`];
  const isBroken = "count" in budget ? rate.count > budget.count : (rate.share ?? 0) > budget.share;
  if (!isBroken) return [];
  const most = "count" in budget ? whole(budget.count) : percent(budget.share);
  const measured = `${counted(rate.count, "wrong hit")}, ${percent(rate.share)} ${among} (95 %: ${interval(rate)})`;
  return [`${option} ${most} is broken: ${measured}.`];
}

import { expect, test } from "vitest";
import { type Budget, createBudget } from "../../../src/lookup/policies/adaptive/budget.ts";

const PACE = 0.02;

/** What serving an answer of this risk takes from the budget. */
function priceOf(risk: number, budget: Budget): number {
  const before = budget.allowance;
  budget.decided(risk, 0);
  const earned = budget.allowance - before;
  budget.decided(risk, 1);
  return (earned - (budget.allowance - before - earned)) / PACE;
}

interface Lesson {
  readonly questions: number;
  readonly isCorrect: boolean;
  readonly risk?: number;
}

function learn(budget: Budget, { questions, isCorrect, risk = 0.02 }: Lesson): void {
  for (let question = 0; question < questions; question++) budget.learned(risk, isCorrect);
}

test("an answer costs its risk as long as nothing was learned", () => {
  expect(priceOf(0.1, createBudget(0.02, 0))).toBeCloseTo(0.1);
});

test("answers cost less when neighbours were wrong less often than expected, and more when more often", () => {
  const [better, worse] = [createBudget(0.02, 0), createBudget(0.02, 0)];

  learn(better, { questions: 600, isCorrect: true });
  learn(worse, { questions: 20, isCorrect: false });

  expect(priceOf(0.1, better)).toBeCloseTo(0.025);
  expect(priceOf(0.1, worse)).toBeCloseTo(0.4);
});

test("a few questions that went well hardly make an answer cheaper", () => {
  const budget = createBudget(0.02, 0);

  learn(budget, { questions: 50, isCorrect: true });

  expect(priceOf(0.1, budget)).toBeGreaterThan(0.075);
});

test("questions that were far too risky to serve hardly make an answer cheaper", () => {
  const budget = createBudget(0.02, 0);

  learn(budget, { questions: 100, isCorrect: true, risk: 0.2 });

  expect(priceOf(0.1, budget)).toBeGreaterThan(0.06);
});

test("a discount is forgotten while all is served and nothing is learned", () => {
  const budget = createBudget(0.02, 0);
  learn(budget, { questions: 600, isCorrect: true });

  for (let question = 0; question < 4_000; question++) budget.decided(0.05, 1);

  expect(priceOf(0.02, budget)).toBeCloseTo(0.02);
});

test("no discount is given where none is allowed", () => {
  const budget = createBudget(0.02, 1);

  learn(budget, { questions: 600, isCorrect: true });

  expect(priceOf(0.1, budget)).toBeCloseTo(0.1);
});

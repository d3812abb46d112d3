import type { Evaluation } from "../evaluation.ts";
import { counted, interval, percent, thresholdText, whole } from "../format.ts";
import type { Rate } from "../rate.ts";
import type { Rates } from "../rates.ts";
import { budgetSentences, dataSentence, setupSentence, speakingGuards } from "../sentences.ts";
import { findingLines } from "./finding-lines.ts";
import { oneLine } from "./one-line.ts";
import { createPaint, type Paint } from "./paint.ts";
import { type Column, tableLines } from "./table.ts";

/** How an evaluation is written down. */
export interface EvaluationTextOptions {
  /** Colours for a terminal. @default false */
  readonly color?: boolean | undefined;
  /** Lookups that went wrong to show, of each kind. @default 5 */
  readonly findings?: number | undefined;
}

/** An evaluation as text for a terminal. Holds text of questions. */
export function evaluationText(
  evaluation: Evaluation,
  { color = false, findings = 5 }: EvaluationTextOptions = {},
): string {
  const paint = createPaint(color);
  const sections = [
    [paint.strong(dataSentence(evaluation)), paint.faint(setupSentence(evaluation))],
    rateLines(evaluation.rates, paint),
    titled("By kind", kindLines(evaluation), paint),
    titled("By category", categoryLines(evaluation), paint),
    titled("By threshold (pairs)", curveLines(evaluation), paint),
    titled("In order (streams, conversations)", replayLines(evaluation), paint),
    titled("Guards, of pairs above the threshold", guardLines(evaluation, paint), paint),
    titled(
      "A threshold for the budget",
      evaluation.budget ? budgetSentences(evaluation.budget) : [],
      paint,
    ),
    titled("Wrong hits", findingLines(evaluation.worst.wrongHits, findings, paint), paint),
    titled("Missed hits", findingLines(evaluation.worst.missedHits, findings, paint), paint),
    titled("Problems", problemLines(evaluation, paint), paint),
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function titled(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint.strong(title), ...lines];
}

const LEFT = { title: "", align: "left" } as const;

function rateLines(rates: Rates, paint: Paint): string[] {
  const row = (name: string, rate: Rate, what: string): string[] => [
    name,
    percent(rate.share),
    interval(rate),
    `${whole(rate.count)} of ${whole(rate.of)} ${what}`,
  ];
  const columns: Column[] = [LEFT, { title: "rate" }, { title: "95 % interval" }, LEFT];
  const [head = "", ...lines] = tableLines(columns, [
    row("Recall", rates.recall, "lookups that should hit"),
    row("Precision", rates.precision, "hits are right"),
    row("False hits", rates.falseHitRate, "lookups that must miss"),
    row("Wrong answers", rates.errorRate, "lookups in all"),
  ]);
  return [paint.faint(head), ...lines];
}

function kindLines({ kinds }: Evaluation): string[] {
  return kinds.length > 1 ? ratesLines(kinds.map(({ kind, ...rates }) => [kind, rates])) : [];
}

function categoryLines({ categories }: Evaluation): string[] {
  return ratesLines(categories.map(({ category, ...rates }) => [category, rates]));
}

function ratesLines(named: readonly (readonly [name: string, rates: Rates])[]): string[] {
  if (named.length === 0) return [];
  const titles = ["lookups", "recall", "false hits", "wrong"];
  return tableLines(
    [LEFT, ...titles.map((title) => ({ title }))],
    named.map(([name, { lookups, recall, falseHitRate, wrong }]) => [
      oneLine(name),
      whole(lookups),
      percent(recall.share),
      percent(falseHitRate.share),
      whole(wrong),
    ]),
  );
}

/** Thresholds that are printed; all are in the data. */
const PRINTED_STEP = 0.05;

function curveLines({ curve, setup }: Evaluation): string[] {
  const isPrinted = (threshold: number): boolean =>
    Math.abs(threshold / PRINTED_STEP - Math.round(threshold / PRINTED_STEP)) < 1e-9 ||
    threshold === setup.threshold;
  const points = curve.length <= 12 ? curve : curve.filter(({ threshold }) => isPrinted(threshold));
  if (points.length === 0) return [];
  const titles = ["threshold", "recall", "false hits", "without guards:", "recall", "false hits"];
  return tableLines(
    titles.map((title) => ({ title })),
    points.map(({ threshold, guarded, unguarded }) => [
      `${threshold === setup.threshold ? "> " : ""}${thresholdText(threshold)}`,
      percent(guarded.recall.share),
      percent(guarded.falseHitRate.share),
      "",
      percent(unguarded.recall.share),
      percent(unguarded.falseHitRate.share),
    ]),
  );
}

function replayLines({ replays, streamCurve }: Evaluation): string[] {
  const row = (name: string, rates: Rates, stored: string): string[] => [
    name,
    percent(rates.hitRate.share),
    percent(rates.errorRate.share),
    percent(rates.precision.share),
    stored,
  ];
  const rows = [
    ...replays.flatMap(({ kind, whole: all, secondHalf, stored }) => [
      row(kind, all, whole(stored)),
      row(`${kind}, second half`, secondHalf, ""),
    ]),
    ...streamCurve.map(({ threshold, whole: all, stored }) =>
      row(`stream at ${thresholdText(threshold)}`, all, whole(stored)),
    ),
  ];
  if (rows.length === 0) return [];
  const titles = ["hits", "wrong answers", "precision", "stored"];
  return tableLines([LEFT, ...titles.map((title) => ({ title }))], rows);
}

function guardLines(evaluation: Evaluation, paint: Paint): string[] {
  if (evaluation.curve.length === 0 || evaluation.guards.length === 0) return [];
  const { speaking, silent } = speakingGuards(evaluation);
  const titles = ["caught", "alone", "wrongly refused", "alone"];
  const table = tableLines(
    [LEFT, ...titles.map((title) => ({ title }))],
    speaking.map(({ guard, caught, caughtAlone, refused, refusedAlone }) => [
      guard,
      ...[caught, caughtAlone, refused, refusedAlone].map(whole),
    ]),
  );
  return [...(speaking.length > 0 ? table : []), ...(silent ? [paint.faint(silent)] : [])];
}

function problemLines({ problems }: Evaluation, paint: Paint): string[] {
  return problems.map(({ stage, message, count }) =>
    paint.bad(
      `${stage} failed ${counted(count, "time")}, and that was a miss: ${oneLine(message)}`,
    ),
  );
}

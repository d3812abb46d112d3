export type { BudgetThresholds, ChosenThreshold } from "./budget.ts";
export type { CurvePoint } from "./curve.ts";
export { evaluate } from "./evaluate.ts";
export type { Evaluation, EvaluationSetup, Problem } from "./evaluation.ts";
export type { Finding, Findings } from "./findings.ts";
export type { GuardEffect } from "./guard-effects.ts";
export { type EvaluationHtmlOptions, evaluationHtml } from "./html/evaluation-html.ts";
export type { GuardVeto } from "./lookup.ts";
export type { EvaluateOptions, EvaluateProgress } from "./options.ts";
export type { Rate } from "./rate.ts";
export type { Rates } from "./rates.ts";
export type { LabelledData } from "./read-rows.ts";
export type { ReplayRates } from "./replay.ts";
export type {
  LabelledConversation,
  LabelledPair,
  LabelledRow,
  LabelledTurn,
  RowKind,
  StreamQuestion,
} from "./rows.ts";
export { type EvaluationTextOptions, evaluationText } from "./text/evaluation-text.ts";

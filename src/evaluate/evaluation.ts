import type { ErrorStage } from "../observe/events.ts";
import type { BudgetThresholds } from "./budget.ts";
import type { CurvePoint } from "./curve.ts";
import type { Findings } from "./findings.ts";
import type { GuardEffect } from "./guard-effects.ts";
import type { Rates } from "./rates.ts";
import type { ReplayRates } from "./replay.ts";
import type { RowKind } from "./rows.ts";

/** What a cache did with labelled data. Plain data: `JSON.stringify` keeps all of it. Holds text of questions. */
export interface Evaluation {
  readonly format: "ai-sdk-semantic-cache/evaluation";
  /** Goes up when a field changes its meaning or goes away. */
  readonly version: 1;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly setup: EvaluationSetup;
  /** All lookups together, at the cache's own setting. */
  readonly rates: Rates;
  readonly kinds: readonly (Rates & { readonly kind: RowKind })[];
  /** In the order of the data; only rows that name one. */
  readonly categories: readonly (Rates & { readonly category: string })[];
  /** Streams and conversations in their order. */
  readonly replays: readonly (ReplayRates & { readonly kind: Exclude<RowKind, "pairs"> })[];
  /** Of the pairs, threshold by threshold. */
  readonly curve: readonly CurvePoint[];
  /** Of the stream, replayed threshold by threshold with the cache's guards. */
  readonly streamCurve: readonly (ReplayRates & { readonly threshold: number })[];
  /** Of the pairs; `null` without any. */
  readonly budget: BudgetThresholds | null;
  /** Of the pairs that are at the threshold or above. */
  readonly guards: readonly GuardEffect[];
  readonly worst: Findings;
  /** What failed inside the cache meanwhile, and was a miss. */
  readonly problems: readonly Problem[];
}

/** The cache that was evaluated. */
export interface EvaluationSetup {
  /** `provider/modelId`; `given/vectors` where they came with the rows; `null` for exact matches only. */
  readonly embeddingModel: string | null;
  /** Least similarity the cache's policy is asked about. */
  readonly threshold: number;
  /** Name of the policy: `static` for a number. */
  readonly policy: string;
  readonly guards: readonly string[];
  /** Whether a verifier was asked. It has no part in the curves. */
  readonly verifies: boolean;
}

/** A failure that happened once or more. */
export interface Problem {
  readonly stage: ErrorStage;
  readonly message: string;
  readonly count: number;
}

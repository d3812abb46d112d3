/** Names of all metrics, without prefix and unit. */
export type MetricName =
  | "requests"
  | "lookup.duration"
  | "vetoes"
  | "saved.tokens"
  | "saved.time"
  | "saved.money"
  | "spent.calls"
  | "spent.tokens"
  | "spent.money"
  | "unpriced"
  | "writes"
  | "written"
  | "not_stored"
  | "renewals"
  | "rescues"
  | "promotions"
  | "comparisons"
  | "feedback"
  | "audit.actions"
  | "audit.false_hits"
  | "audit.raised_by"
  | "audit.stopped"
  | "errors"
  | "breaker.openings"
  | "breaker.open"
  | "evictions"
  | "entries"
  | "stored";

/** By what metrics are told apart. */
export type Label =
  | "cache"
  | "model"
  | "operation"
  | "namespace"
  | "outcome"
  | "kind"
  | "answer"
  | "reason"
  | "guard"
  | "type"
  | "purpose"
  | "currency"
  | "said"
  | "action"
  | "estimate"
  | "stage"
  | "dependency";

/** Values of the labels that a measurement has. */
export type Labels = Readonly<Partial<Record<Label, string>>>;

/** One number that was measured. */
export interface Measurement {
  readonly metric: MetricName;
  /** What is added to a counter, counted into a histogram, or the present value of what is observed. */
  readonly value: number;
  readonly labels: Labels;
}

/** What a metric is: for every exporter, and for the documentation. */
export interface MetricDefinition {
  readonly kind: "counter" | "gauge" | "histogram";
  /** In UCUM: `s`, `By`, `1` for a share, or what is counted, in braces. */
  readonly unit: string;
  readonly help: string;
  /** Labels in the order they are written in; `cache` stands before all of them. */
  readonly labels: readonly Label[];
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
  /** Not counted from events: its present value is read when somebody asks. */
  readonly observed?: true;
}

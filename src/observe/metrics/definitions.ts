import type { Label, MetricDefinition, MetricName } from "./metric.ts";

/** What every metric of requests is told apart by; `namespace` only where that is wanted. */
const REQUEST: readonly Label[] = ["model", "operation", "namespace"];

/** From an exact hit in memory (20 µs) to a store behind a slow network with a verifier (5 s). */
const LOOKUP_SECONDS: readonly number[] = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
  5,
];

/** All metrics: the one place that Prometheus, OpenTelemetry, the dashboard and the documentation know. */
export const METRICS: Readonly<Record<MetricName, MetricDefinition>> = {
  requests: counted("{request}", "Requests that reached the cache.", [
    "outcome",
    "kind",
    "answer",
    "reason",
    ...REQUEST,
  ]),
  "lookup.duration": histogram(
    "s",
    "From the arrival of a request to the decision, where no model call was waited for.",
    ["outcome", "kind"],
    LOOKUP_SECONDS,
  ),
  vetoes: counted("{veto}", "Vetoes of guards in requests that missed.", ["guard"]),
  "saved.tokens": counted("{token}", "Tokens of model calls that hits replaced.", [
    "type",
    ...REQUEST,
  ]),
  "saved.time": counted("s", "What the replaced model calls took, minus what the hits took.", [
    ...REQUEST,
  ]),
  "saved.money": observedCounter(
    "{currency}",
    "What the tokens of hits cost at the price of the day. Needs the option pricing.",
    ["currency"],
  ),
  "spent.calls": observedCounter(
    "{call}",
    "Calls that were paid for, so that answers could be found by meaning.",
    ["purpose"],
  ),
  "spent.tokens": observedCounter("{token}", "Tokens of the calls that were paid for.", [
    "purpose",
    "type",
  ]),
  "spent.money": observedCounter(
    "{currency}",
    "What the calls that were paid for cost. Needs the option pricing.",
    ["purpose", "currency"],
  ),
  unpriced: observedCounter(
    "{call}",
    "Hits and calls without a known price: not part of the money.",
    ["purpose"],
  ),
  writes: counted("{entry}", "Entries that were stored.", [...REQUEST]),
  written: counted("By", "Bytes of the entries that were stored.", [...REQUEST]),
  not_stored: counted("{answer}", "Answers of the model that were not stored.", [
    "reason",
    ...REQUEST,
  ]),
  renewals: counted("{call}", "Model calls behind an answer that was stale or about to be.", [
    ...REQUEST,
  ]),
  rescues: counted(
    "{answer}",
    "Stale answers that were served in place of an error of the model.",
    [...REQUEST],
  ),
  promotions: counted("{entry}", "Verified answers that were stored for another question.", [
    ...REQUEST,
  ]),
  comparisons: counted("{comparison}", "Stored answers that were compared with the model's own.", [
    "purpose",
    "outcome",
    ...REQUEST,
  ]),
  feedback: counted("{answer}", "What people said of answers.", ["said"]),
  "audit.actions": counted("{action}", "What audits did about wrong hits.", ["action"]),
  "audit.false_hits": observed(
    "1",
    "Share of audited hits that were wrong, with its 95 % interval.",
    ["estimate"],
  ),
  "audit.raised_by": observed("{similarity}", "By how much audits have raised the threshold.", []),
  "audit.stopped": observed("{state}", "1 while an audit lets no hit by meaning be served.", []),
  errors: counted("{error}", "Failures inside the cache; the calls went on.", [
    "stage",
    "reason",
    ...REQUEST,
  ]),
  "breaker.openings": counted(
    "{opening}",
    "How often a failing dependency began to be left alone.",
    ["dependency"],
  ),
  "breaker.open": observed("{state}", "1 while a dependency is left alone because it fails.", [
    "dependency",
  ]),
  evictions: counted("{entry}", "Entries that left the store unasked.", ["reason"]),
  entries: observed("{entry}", "Entries in the store. Needs the option size.", []),
  stored: observed("By", "Bytes in the store, where it knows. Needs the option size.", []),
};

/** The names of all metrics, in the order they are written in. */
export const METRIC_NAMES: readonly MetricName[] = Object.keys(METRICS) as MetricName[];

type Rest = readonly [unit: string, help: string, labels: readonly Label[]];

function counted(...[unit, help, labels]: Rest): MetricDefinition {
  return { kind: "counter", unit, help, labels };
}

function observedCounter(...rest: Rest): MetricDefinition {
  return { ...counted(...rest), observed: true };
}

function observed(...[unit, help, labels]: Rest): MetricDefinition {
  return { kind: "gauge", unit, help, labels, observed: true };
}

function histogram(
  ...[unit, help, labels, buckets]: [...Rest, readonly number[]]
): MetricDefinition {
  return { kind: "histogram", unit, help, labels, buckets };
}

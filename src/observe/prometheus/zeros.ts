import type { Label, Measurement, MetricName } from "../metrics/metric.ts";
import { DEPENDENCIES } from "../metrics/observe.ts";

/** Rare events whose every label is known beforehand. */
const KNOWN: readonly (readonly [MetricName, Label, readonly string[]])[] = [
  ["feedback", "said", ["correct", "wrong"]],
  ["audit.actions", "action", ["raise-threshold", "stop-serving", "resume"]],
  ["breaker.openings", "dependency", DEPENDENCIES],
  ["evictions", "reason", ["capacity", "expired"]],
];

/**
 * Series that begin at 0. `increase()` does not see the step to the first value of a series that begins
 * at 1, and the first of these events may be the one that matters.
 */
export function zeros(cache: string): readonly Measurement[] {
  return KNOWN.flatMap(([metric, label, values]) =>
    values.map((value) => ({ metric, value: 0, labels: { cache, [label]: value } })),
  );
}

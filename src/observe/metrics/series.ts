import { METRIC_NAMES, METRICS } from "./definitions.ts";
import type { Label, Labels, MetricName } from "./metric.ts";

const WRITTEN = new Map<MetricName, readonly Label[]>(
  METRIC_NAMES.map((metric) => [metric, ["cache", ...METRICS[metric].labels]]),
);

/** What tells the time series of a metric apart: the values of its labels. */
export function seriesKey(metric: MetricName, labels: Labels): string {
  let key: string = metric;
  for (const label of WRITTEN.get(metric) ?? []) key += `\0${labels[label] ?? ""}`;
  return key;
}

/** The labels that are there, in the order they are written in. */
export function writtenLabels(
  metric: MetricName,
  labels: Labels,
): Readonly<Record<string, string>> {
  const written: Record<string, string> = {};
  for (const label of WRITTEN.get(metric) ?? []) {
    const value = labels[label];
    if (value !== undefined) written[label] = value;
  }
  return written;
}

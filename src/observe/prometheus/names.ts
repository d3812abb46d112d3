import { METRICS } from "../metrics/definitions.ts";
import type { MetricName } from "../metrics/metric.ts";

const SUFFIXES: Readonly<Record<string, string>> = { s: "_seconds", By: "_bytes", "1": "_ratio" };

/**
 * What Prometheus calls a metric: base units and `_total` at its end, as its naming practices ask, and as
 * OpenTelemetry's exporters for Prometheus would name it.
 */
export function prometheusName(metric: MetricName, prefix: string): string {
  const { kind, unit } = METRICS[metric];
  const total = kind === "counter" ? "_total" : "";
  return `${prefix}_${metric.replaceAll(".", "_")}${SUFFIXES[unit] ?? ""}${total}`;
}

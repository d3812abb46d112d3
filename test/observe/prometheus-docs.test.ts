import { expect, test } from "vitest";
import { METRIC_NAMES, METRICS } from "../../src/observe/metrics/definitions.ts";
import type { Label } from "../../src/observe/metrics/metric.ts";
import { toAttributes } from "../../src/observe/opentelemetry/instruments.ts";
import { SPAN_FIELDS } from "../../src/observe/opentelemetry/span-attributes.ts";
import { prometheusName } from "../../src/observe/prometheus/names.ts";
import { membersOf, tableBelow, wordsOf } from "../support/docs-facts.ts";

const PAGE = "docs/guides/metrics.md";
const REQUEST: readonly Label[] = ["model", "operation", "namespace"];

test("the guide lists every metric with its names, kind, labels and meaning", () => {
  const rows = tableBelow(PAGE, "## All metrics");

  const expected = METRIC_NAMES.map((name) => {
    const { kind, labels, help } = METRICS[name];
    const own: string[] = labels.filter((label) => !REQUEST.includes(label));
    if (labels.includes("model")) own.push("request");
    return [name, prometheusName(name, "…"), kind, own.join(", ") || "none", help];
  });
  expect(rows).toEqual(expected);
});

test("the guide lists every label with what OpenTelemetry calls it", () => {
  const rows = tableBelow(PAGE, "### Labels");

  const labels = wordsOf("src/observe/metrics/metric.ts", "Label");
  expect(rows.map(([label]) => label)).toEqual(labels);
  for (const [label = "", attributes] of rows) {
    const value = label === "model" ? "provider/id" : "value";
    expect(Object.keys(toAttributes({ [label]: value })).join(", ")).toBe(attributes);
  }
});

test("the guide lists every attribute of spans", () => {
  const rows = tableBelow(PAGE, "### Attributes");

  const listed = rows.flatMap(([names = ""]) => names.split(", "));
  const ofOutcomes = ["outcome", "saved_input_tokens", "saved_output_tokens", "namespace"];
  expect(listed.sort()).toEqual([...Object.values(SPAN_FIELDS), ...ofOutcomes].sort());
});

test.each([
  ["## Prometheus", "src/observe/prometheus/options.ts", "PrometheusOptions"],
  ["## OpenTelemetry", "src/observe/opentelemetry/options.ts", "OpenTelemetryOptions"],
])("%s: every option and its default", (heading, file, name) => {
  const rows = tableBelow(PAGE, heading).map(([option, initial]) => [option, initial]);

  expect(rows).toEqual(membersOf(file, name).map((member) => [member.name, member.default]));
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { METRIC_NAMES, METRICS } from "../../src/observe/metrics/definitions.ts";
import type { MetricDefinition } from "../../src/observe/metrics/metric.ts";
import { prometheusName } from "../../src/observe/prometheus/names.ts";
import { ROOT } from "../support/docs-run.ts";

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; query: unknown }[] };
}

const read = (file: string): string => readFileSync(join(ROOT, "examples/grafana", file), "utf8");
const dashboard: Dashboard = JSON.parse(read("semantic-cache.json"));
const panels = dashboard.panels.filter(({ type }) => type !== "row");
const queries = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({ title, expr, legendFormat })),
);
const alerts = Array.from(read("README.md").matchAll(/expr: (?:\|\n)?([\s\S]+?)\n +(?:for|ann)/g));
const expressions = [...queries.map(({ expr }) => expr), ...alerts.map(([, expr = ""]) => expr)];

const definitions = new Map(
  METRIC_NAMES.flatMap((name): [string, MetricDefinition][] => {
    const { kind } = METRICS[name];
    const suffixes = kind === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    const base = prometheusName(name, "ai_sdk_semantic_cache");
    return suffixes.map((suffix) => [base + suffix, METRICS[name]]);
  }),
);

/** Metrics of an expression, each with its matchers and its range. */
function selectorsOf(expr: string) {
  return Array.from(
    expr.matchAll(/(ai_sdk_semantic_cache_\w+)(?:\{([^}]*)\})?(\[[^\]]+\])?/g),
    ([, name = "", matchers = "", range]) => ({ name, matchers, range }),
  );
}

describe.each(expressions)("%s", (expr) => {
  const selectors = selectorsOf(expr);

  test("asks for metrics that exist, by labels they have", () => {
    expect(selectors.length).toBeGreaterThan(0);
    for (const { name, matchers } of selectors) {
      const labels = ["cache", ...(definitions.get(name)?.labels ?? [])];
      expect([...definitions.keys()]).toContain(name);
      for (const matcher of matchers.split(/,(?=\w)/).filter(Boolean)) {
        expect(labels).toContain(/^(\w+)=~?"[^"]+"$/.exec(matcher)?.[1]);
      }
    }
  });

  test("takes the rate of counters and buckets, and of nothing else", () => {
    for (const { name, range } of selectors) {
      expect(range !== undefined, name).toBe(definitions.get(name)?.kind !== "gauge");
    }
    const rates = Array.from(expr.matchAll(/(?:rate|increase)\(/g)).length;
    expect(rates).toBe(selectors.filter(({ range }) => range !== undefined).length);
  });

  test("closes what it opens, and groups by labels that are there", () => {
    const count = (sign: string): number => expr.split(sign).length;
    expect([count("("), count("{"), count("[")]).toEqual([count(")"), count("}"), count("]")]);
    const labels = selectors.flatMap(({ name }) => definitions.get(name)?.labels ?? []);
    for (const [, names = ""] of expr.matchAll(/by \(([^)]+)\)/g)) {
      expect(["cache", "le", ...labels]).toEqual(expect.arrayContaining(names.split(", ")));
    }
    if (expr.includes("histogram_quantile")) expect(expr).toMatch(/by \(le\)/);
  });
});

test("a legend shows labels that its query keeps", () => {
  for (const { expr, legendFormat } of queries) {
    const kept = Array.from(expr.matchAll(/by \(([^)]+)\)/g), ([, names = ""]) =>
      names.split(", "),
    );
    const shown = Array.from(legendFormat.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => name);
    expect(kept.flat()).toEqual(expect.arrayContaining(shown));
  }
});

test("it can be imported anywhere: data source, cache and model are variables", () => {
  const variables = dashboard.templating.list.map(({ name }) => name);

  expect(variables).toEqual(["datasource", "cache", "model"]);
  for (const { datasource } of panels) expect(datasource?.uid).toMatch(/^\$\{datasource\}$/);
  expect(JSON.stringify(dashboard)).not.toMatch(/https?:/);
});

test("panels have ids and descriptions, and do not lie on each other", () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
  );

  expect(new Set(cells).size).toBe(cells.length);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  expect(panels.filter(({ description }) => !description)).toEqual([]);
});

test("every metric is on it but those that say more of what is there", () => {
  const shown = new Set(queries.flatMap(({ expr }) => selectorsOf(expr).map(({ name }) => name)));

  const missing = METRIC_NAMES.filter((metric) => {
    const name = prometheusName(metric, "ai_sdk_semantic_cache");
    return !shown.has(name) && !shown.has(`${name}_bucket`);
  });
  expect(missing).toEqual([
    "saved.time",
    "spent.calls",
    "spent.tokens",
    "unpriced",
    "promotions",
    "audit.raised_by",
    "breaker.openings",
  ]);
});

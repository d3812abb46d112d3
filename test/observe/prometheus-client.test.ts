import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry,
} from "prom-client";
import { expect, test } from "vitest";
import { METRIC_NAMES, METRICS } from "../../src/observe/metrics/definitions.ts";
import { createLabeller } from "../../src/observe/metrics/labeller.ts";
import { measurementsOf } from "../../src/observe/metrics/measurements.ts";
import type { MetricName } from "../../src/observe/metrics/metric.ts";
import { prometheusMetrics } from "../../src/observe/prometheus/index.ts";
import { prometheusName } from "../../src/observe/prometheus/names.ts";
import { cachedModel } from "../support/cached-model.ts";
import { type ParsedSample, parseExposition } from "../support/exposition.ts";
import { EVERY_EVENT, requestEvent, toldCache } from "../support/told-cache.ts";

const PREFIX = "ai_sdk_semantic_cache";
const EVENTS = [...EVERY_EVENT, ...EVERY_EVENT, requestEvent("hit", { durationMs: 70_000 })];

/** The same events, counted by prom-client's own classes. */
async function countedByPromClient(): Promise<string> {
  const registers = [new Registry()];
  const counted = METRIC_NAMES.filter((name) => !METRICS[name].observed);
  const metrics = new Map(counted.map((name) => [name, promClientMetric(name, registers)]));
  const label = createLabeller("default", {});
  for (const event of EVENTS) {
    for (const { metric, value, labels } of measurementsOf(event).map(label(event))) {
      const found = metrics.get(metric);
      if (found instanceof Histogram) found.observe(labels, value);
      else found?.inc(labels, value);
    }
  }
  return (await registers[0]?.metrics()) ?? "";
}

function promClientMetric(metric: MetricName, registers: Registry[]): Counter | Histogram {
  const { help, kind, labels, buckets = [] } = METRICS[metric];
  const name = prometheusName(metric, PREFIX);
  const description = { name, help, labelNames: ["cache", ...labels], registers };
  return kind === "histogram"
    ? new Histogram({ ...description, buckets: [...buckets] })
    : new Counter(description);
}

test("the text is what prom-client's own counters and histograms give for the same events", async () => {
  const cache = toldCache();
  const metrics = prometheusMetrics(cache);

  for (const event of EVENTS) cache.tell(event);

  const expected = parseExposition(await countedByPromClient());
  const { samples, types } = parseExposition(await metrics.text());
  const isOfEvents = ({ name, value }: ParsedSample): boolean =>
    !/_spent_|breaker_open$/.test(name) && (value > 0 || name.endsWith("_bucket"));
  const ofEvents = samples.filter(isOfEvents);
  expect(ofEvents).toEqual(expect.arrayContaining([...expected.samples]));
  expect(ofEvents).toHaveLength(expected.samples.length);
  expect([...types]).toEqual(expect.arrayContaining([...expected.types]));
});

test("a registry of prom-client writes the very same text, beside the application's own", async () => {
  const register = new Registry();
  const { ask, cache } = cachedModel({ namespace: 'a "b" \\ c\nd' });
  const metrics = prometheusMetrics(cache, { register, namespaces: true });

  await ask("How do I reset my password?");
  await ask("How do I reset my passwords?");

  expect(await register.metrics()).toBe(await metrics.text());
  new Gauge({ name: "own", help: "The application's own.", registers: [register] });
  expect(await register.metrics()).toContain("\nown 0\n");
});

test("a registry with labels of its own puts them on these metrics, too", async () => {
  const register = new Registry();
  register.setDefaultLabels({ service: "support" });
  const cache = toldCache();
  prometheusMetrics(cache, { register });

  cache.tell(requestEvent("write"));

  const { value } = parseExposition(await register.metrics());
  expect(value(`${PREFIX}_writes_total`, { service: "support", cache: "default" })).toBe(1);
});

test("a registry of OpenMetrics names counters as that format wants them", async () => {
  const register = new Registry<OpenMetricsContentType>();
  register.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const cache = toldCache();
  prometheusMetrics(cache, { register });

  cache.tell(requestEvent("evict"));

  const text = await register.metrics();
  expect(text).toContain(`# TYPE ${PREFIX}_evictions counter\n`);
  expect(text).toContain(`\n${PREFIX}_evictions_total{cache="default",reason="capacity"} 1\n`);
});

test("the workers of a cluster add up; a breaker is open when one of them has opened it", async () => {
  const workers = await Promise.all(
    [1, 2].map(async (worker) => {
      const register = new Registry();
      const cache = toldCache();
      prometheusMetrics(cache, { register });
      cache.tell(requestEvent("write"));
      if (worker === 1) cache.tell(requestEvent("breaker"));
      return register.getMetricsAsJSON();
    }),
  );

  const { value } = parseExposition(await AggregatorRegistry.aggregate(workers).metrics());
  expect(value(`${PREFIX}_writes_total`)).toBe(2);
  expect(value(`${PREFIX}_breaker_open`, { dependency: "store.read" })).toBe(1);
});

test("one reading of the registry reads the cache once", async () => {
  const register = new Registry();
  let sizes = 0;
  const size = async () => ({ entries: ++sizes });
  prometheusMetrics(toldCache({ size }), { register, size: true });

  await register.metrics();
  await register.metrics();

  expect(sizes).toBe(2);
});

test("stopping takes everything out of the registry, so that it can be begun again", async () => {
  const register = new Registry();
  const cache = toldCache();
  prometheusMetrics(cache, { register }).stop();

  expect(await register.getMetricsAsJSON()).toEqual([]);
  expect(() => prometheusMetrics(cache, { register })).not.toThrow();
});

test("a name that the registry has already is refused, and nothing is left in it", async () => {
  const register = new Registry();
  const taken = `${PREFIX}_writes_total`;
  new Counter({ name: taken, help: "Somebody else's.", registers: [register] });

  expect(() => prometheusMetrics(toldCache(), { register })).toThrow("already been registered");
  expect((await register.getMetricsAsJSON()).map(({ name }) => name)).toEqual([taken]);
});

test("resetting the registry's metrics forgets what was counted", async () => {
  const register = new Registry();
  const cache = toldCache();
  prometheusMetrics(cache, { register });
  cache.tell(requestEvent("write"));

  register.resetMetrics();

  expect(parseExposition(await register.metrics()).value(`${PREFIX}_writes_total`)).toBeUndefined();
});

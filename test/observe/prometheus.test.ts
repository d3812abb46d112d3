import { describe, expect, test } from "vitest";
import { METRIC_NAMES, METRICS } from "../../src/observe/metrics/definitions.ts";
import { prometheusMetrics } from "../../src/observe/prometheus/index.ts";
import { prometheusName } from "../../src/observe/prometheus/names.ts";
import { cachedModel } from "../support/cached-model.ts";
import { type Exposition, parseExposition } from "../support/exposition.ts";
import { EVERY_EVENT, requestEvent, toldCache } from "../support/told-cache.ts";

const OURS = "ai_sdk_semantic_cache";

async function scrape(metrics: { text(): Promise<string> }): Promise<Exposition> {
  return parseExposition(await metrics.text());
}

describe("what Prometheus is told", () => {
  test("requests by what became of them, and what hits saved", async () => {
    const { ask, stream, cache } = cachedModel();
    const metrics = prometheusMetrics(cache);

    await ask("How do I reset my password?");
    await ask("How do I reset my passwords?");
    await stream("How do I reset my passwords?");

    const { value } = await scrape(metrics);
    const hits = { outcome: "hit", kind: "semantic", model: "mock-provider/mock-model-id" };
    expect(value(`${OURS}_requests_total`, { outcome: "miss", reason: "no-match" })).toBe(1);
    expect(value(`${OURS}_requests_total`, { ...hits, operation: "generate" })).toBe(1);
    expect(value(`${OURS}_requests_total`, { ...hits, operation: "stream" })).toBe(1);
    expect(value(`${OURS}_saved_tokens_total`, { type: "output" })).toBe(20);
    expect(value(`${OURS}_writes_total`)).toBe(1);
  });

  test("the time of lookups in seconds, each bucket with those below it", async () => {
    const cache = toldCache();
    const metrics = prometheusMetrics(cache);

    for (const durationMs of [0.04, 0.3, 0.3, 9_000]) {
      cache.tell(requestEvent("miss", { durationMs }));
    }

    const { value } = await scrape(metrics);
    const atMost = (le: string) => value(`${OURS}_lookup_duration_seconds_bucket`, { le });
    expect(["0.00005", "0.00025", "0.0005", "5", "+Inf"].map(atMost)).toEqual([1, 1, 3, 3, 4]);
    expect(value(`${OURS}_lookup_duration_seconds_count`)).toBe(4);
    expect(value(`${OURS}_lookup_duration_seconds_sum`)).toBeCloseTo(9.00064);
  });

  test("money by currency, without what has no price", async () => {
    const price = { inputPerMillion: 1, outputPerMillion: 2, currency: "EUR" };
    const { ask, cache } = cachedModel({ pricing: { "mock-model-id": price } });
    const metrics = prometheusMetrics(cache);

    await ask("How do I reset my password?");
    await ask("How do I reset my password?");

    const { value } = await scrape(metrics);
    expect(value(`${OURS}_saved_money_total`, { currency: "EUR" })).toBeCloseTo(0.00005);
    expect(value(`${OURS}_unpriced_total`, { purpose: "embedding" })).toBe(1);
  });

  test("every event but notices, every metric with HELP and TYPE", async () => {
    const cache = toldCache();
    const metrics = prometheusMetrics(cache, { size: true });

    for (const event of EVERY_EVENT) cache.tell(event);

    const { types, samples } = await scrape(metrics);
    const names = METRIC_NAMES.map((name) => prometheusName(name, OURS));
    expect([...types.keys()]).toEqual(names);
    const counted = METRIC_NAMES.filter((name) => !METRICS[name].observed && name !== "vetoes");
    const base = (name: string): string => name.replace(/_(?:bucket|sum|count)$/, "");
    const moved = samples.filter(({ value }) => value > 0);
    expect(moved.map(({ name }) => base(name))).toEqual(
      expect.arrayContaining(counted.map((name) => prometheusName(name, OURS))),
    );
  });

  test("counters end in _total, times in _seconds, sizes in _bytes, shares in _ratio", () => {
    const names = METRIC_NAMES.map((name) => prometheusName(name, "x"));

    expect(names).toContain("x_requests_total");
    expect(names).toContain("x_lookup_duration_seconds");
    expect(names).toContain("x_saved_time_seconds_total");
    expect(names).toContain("x_stored_bytes");
    expect(names).toContain("x_audit_false_hits_ratio");
    for (const name of METRIC_NAMES) {
      const isTotal = prometheusName(name, "x").endsWith("_total");
      expect(isTotal, name).toBe(METRICS[name].kind === "counter");
    }
  });
});

test("rare events are there as 0 before the first, so that the first is seen", async () => {
  const cache = toldCache();
  const metrics = prometheusMetrics(cache);
  const wrong = [`${OURS}_feedback_total`, { said: "wrong" }] as const;

  const before = await scrape(metrics);
  cache.tell(requestEvent("feedback", { correct: false }));

  expect(before.value(...wrong)).toBe(0);
  expect((await scrape(metrics)).value(...wrong)).toBe(1);
});

describe("what stays the same whatever happens", () => {
  test("counters never fall, in whatever order things happen", async () => {
    const { ask, cache } = cachedModel();
    const metrics = prometheusMetrics(cache);
    const seen: Exposition[] = [];

    for (const prompt of ["Who are you?", "Who are you?", "What is the price?"]) {
      await ask(prompt);
      await cache.clear();
      seen.push(await scrape(metrics));
    }

    for (const [at, { samples }] of seen.slice(0, -1).entries()) {
      for (const { name, labels, value } of samples.filter((each) => !/open$/.test(each.name))) {
        expect(seen[at + 1]?.value(name, labels), name).toBeGreaterThanOrEqual(value);
      }
    }
  });

  test("label values are escaped: a namespace of any text is read back as it was", async () => {
    const namespace = 'a "quoted" \\ back\nslash, }= ü';
    const { ask, cache } = cachedModel({ namespace });
    const metrics = prometheusMetrics(cache, { namespaces: true });

    await ask("Who are you?");

    expect((await scrape(metrics)).value(`${OURS}_requests_total`, { namespace })).toBe(1);
  });

  test("a thousand namespaces or models are no more than 51 series", async () => {
    const cache = toldCache();
    const metrics = prometheusMetrics(cache, { namespaces: true });

    for (let n = 0; n < 1_000; n++) {
      cache.tell(requestEvent("renew", { namespace: `tenant ${n}` }));
      cache.tell(requestEvent("write", { namespace: "tenant 0", model: `p/m${n}` }));
    }

    const { samples, value } = await scrape(metrics);
    const series = (name: string) => samples.filter((each) => each.name === `${OURS}_${name}`);
    expect(series("renewals_total")).toHaveLength(51);
    expect(series("writes_total").length).toBeLessThanOrEqual(51);
    expect(value(`${OURS}_renewals_total`, { namespace: "other" })).toBe(950);
  });

  test("a store that fails or hangs leaves out its size, and nothing else", async () => {
    const size = (): Promise<never> => Promise.reject(new Error("connection refused"));
    const cache = toldCache({ size });
    const metrics = prometheusMetrics(cache, { size: true });

    cache.tell(requestEvent("hit"));

    const { value } = await scrape(metrics);
    expect(value(`${OURS}_requests_total`)).toBe(1);
    expect(value(`${OURS}_entries`)).toBeUndefined();
  });

  test("several caches are told apart by name, and stop together", async () => {
    const [support, docs] = [toldCache(), toldCache()];
    const metrics = prometheusMetrics({ support, docs });

    support.tell(requestEvent("hit"));
    docs.tell(requestEvent("miss"));
    metrics.stop();
    docs.tell(requestEvent("miss"));

    const { value } = await scrape(metrics);
    expect(value(`${OURS}_requests_total`, { cache: "support", outcome: "hit" })).toBe(1);
    expect(value(`${OURS}_requests_total`, { cache: "docs", outcome: "miss" })).toBe(1);
  });

  test("what an audit found is there as a share with its interval", async () => {
    const falseHitRate = { share: 0.1, low: 0.05, high: 0.2 };
    const live = { compared: 9, wrong: 1, raisedBy: 0.02, stopped: true, falseHitRate };
    const { value } = await scrape(prometheusMetrics(toldCache({ audit: () => ({ live }) })));

    expect(value(`${OURS}_audit_false_hits_ratio`, { estimate: "high" })).toBe(0.2);
    expect(value(`${OURS}_audit_raised_by`)).toBe(0.02);
    expect(value(`${OURS}_audit_stopped`)).toBe(1);
  });
});

describe("bad options are refused", () => {
  test.each([
    [{ labels: {} }, 'has no option "labels"; it has namespaces, size, register, prefix.'],
    [{ prefix: "my-cache" }, 'prefix must be letters, digits and "_", such as "cache"; got "my-'],
    [{ register: {} }, "register must be a Registry of prom-client; got an object with the fields"],
    [{ namespaces: 1 }, "namespaces must be true or false; got 1."],
  ])("%o", (options, message) => {
    expect(() => prometheusMetrics(toldCache(), options as object)).toThrow(message);
  });

  test.each([[{}], [{ support: {} }], [undefined]])("%o instead of a cache", (caches) => {
    expect(() => prometheusMetrics(caches as never)).toThrow(
      "prometheusMetrics needs what semanticCache() returned, or several of them by name",
    );
  });
});

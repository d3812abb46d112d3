import { expect, test } from "vitest";
import { METRIC_NAMES, METRICS } from "../../src/observe/metrics/definitions.ts";
import { openTelemetry } from "../../src/observe/opentelemetry/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { testTelemetry } from "../support/telemetry.ts";
import { EVERY_EVENT, requestEvent, toldCache } from "../support/told-cache.ts";

const MODEL = { "gen_ai.provider.name": "mock-provider", "gen_ai.request.model": "mock-model-id" };

test("requests are counted by what became of them, in the words of the semantic conventions", async () => {
  const { meter, values } = testTelemetry();
  const { ask, cache } = cachedModel();
  openTelemetry(cache, { meter });

  await ask("How do I reset my password?");
  await ask("How do I reset my password?");
  await ask("How do I reset my passwords?");

  const common = { name: "default", operation: "generate", ...MODEL };
  expect(await values("requests")).toEqual([
    [{ ...common, outcome: "miss", reason: "no-match" }, 1],
    [{ ...common, outcome: "hit", kind: "exact", answer: "fresh" }, 1],
    [{ ...common, outcome: "hit", kind: "semantic", answer: "fresh" }, 1],
  ]);
  expect(await values("saved.tokens")).toEqual([
    [{ ...common, "gen_ai.token.type": "input" }, 20],
    [{ ...common, "gen_ai.token.type": "output" }, 40],
  ]);
});

test("lookups are a histogram of seconds with buckets for microseconds", async () => {
  const { meter, values } = testTelemetry();
  const cache = toldCache();
  openTelemetry(cache, { meter });

  cache.tell(requestEvent("hit", { kind: "exact", durationMs: 0.02 }));

  const [[, histogram] = []] = await values("lookup.duration");
  expect(histogram).toMatchObject({ count: 1, sum: 0.00002 });
  expect(histogram).toHaveProperty("buckets.boundaries.0", 0.00005);
  expect(histogram).toHaveProperty("buckets.counts.0", 1);
});

test("a request that waited for another's model call is no slow lookup", async () => {
  const { meter, values } = testTelemetry();
  const cache = toldCache();
  openTelemetry(cache, { meter });

  cache.tell(requestEvent("hit", { inFlight: true, durationMs: 9_000 }));
  cache.tell(requestEvent("miss", { reason: "flight-failed", durationMs: 9_000 }));

  expect(await values("lookup.duration")).toEqual([]);
  expect(await values("requests")).toHaveLength(2);
});

test("money, embedding calls, size and breakers are read when metrics are collected", async () => {
  const { meter, values } = testTelemetry();
  const price = { inputPerMillion: 1, outputPerMillion: 2 };
  const { ask, cache } = cachedModel({ pricing: { "mock-model-id": price, fake: price } });
  openTelemetry(cache, { meter, size: true });

  await ask("How do I reset my password?");
  await ask("How do I reset my password?");

  const dollars = { name: "default", currency: "USD" };
  expect(await values("saved.money")).toEqual([[dollars, expect.closeTo(0.00005)]]);
  expect(await values("entries")).toEqual([[{ name: "default" }, 1]]);
  expect(await values("spent.calls")).toContainEqual([
    { name: "default", purpose: "embedding" },
    1,
  ]);
  expect(await values("breaker.open")).toContainEqual([
    { name: "default", dependency: "embedding" },
    0,
  ]);
});

test("a breaker that opens is seen as long as it is open, and counted", async () => {
  const { meter, values } = testTelemetry();
  const cache = toldCache();
  openTelemetry(cache, { meter });
  const embedding = { name: "default", dependency: "embedding" };

  cache.tell(requestEvent("breaker", { dependency: "embedding", state: "open" }));
  const open = await values("breaker.open");
  cache.tell(requestEvent("breaker", { dependency: "embedding", state: "closed" }));

  expect(open).toContainEqual([embedding, 1]);
  expect(await values("breaker.open")).toContainEqual([embedding, 0]);
  expect(await values("breaker.openings")).toEqual([[embedding, 1]]);
});

test("every metric has its unit and its description", async () => {
  const { meter, metrics } = testTelemetry();
  const audited = { compared: 9, wrong: 1, raisedBy: 0, stopped: false };
  const falseHitRate = { share: 0.1, low: 0.05, high: 0.2 };
  const cache = toldCache({ audit: () => ({ live: { ...audited, falseHitRate } }) });
  openTelemetry(cache, { meter, size: true });

  for (const event of EVERY_EVENT) cache.tell(event);
  cache.tell(requestEvent("miss", { reason: "vetoed", vetoedBy: ["numbers"] }));

  const told = (await metrics()).map(({ descriptor }) => descriptor);
  const known = METRIC_NAMES.map((name) => [`ai_sdk_semantic_cache.${name}`, METRICS[name].unit]);
  const withoutPrices = known.filter(([name]) => !/money|unpriced/.test(name ?? ""));
  expect(told.map(({ name, unit }) => [name, unit])).toEqual(expect.arrayContaining(withoutPrices));
  expect(told.filter(({ description }) => !description)).toEqual([]);
});

test("a meter that throws breaks no call, and leaves spans alone", async () => {
  const { meter, inSpan, span } = testTelemetry();
  const broken = (): never => {
    throw new Error("no room");
  };
  meter.createCounter = () => ({ add: broken });
  const { ask, cache } = cachedModel();
  openTelemetry(cache, { meter });

  const { text } = await inSpan("call", () => ask("Who are you?"));

  expect(text).toBe("answer 1");
  expect(span("call")?.events).toHaveLength(2);
});

test("what was ended tells nothing any more", async () => {
  const { meter, metrics } = testTelemetry();
  const cache = toldCache();
  const end = openTelemetry(cache, { meter });

  end();
  cache.tell(requestEvent("hit"));

  expect((await metrics()).filter(({ dataPoints }) => dataPoints.length > 0)).toEqual([]);
});

test("providers have the names of the semantic conventions", async () => {
  const { meter, values } = testTelemetry();
  const cache = toldCache();
  openTelemetry(cache, { meter });
  const providers = ["openai.responses", "google.vertex.chat", "google", "xai", "openaix"];

  for (const provider of providers) cache.tell(requestEvent("write", { model: `${provider}/m` }));

  const names = (await values("writes")).map(([attributes]) =>
    Reflect.get(attributes, "gen_ai.provider.name"),
  );
  expect(names).toEqual(["openai", "gcp.vertex_ai", "gcp.gemini", "x_ai", "openaix"]);
});

test.each([
  [{ meters: 1 }, 'openTelemetry has no option "meters"; it has namespaces, size, spans, meter.'],
  [{ spans: "yes" }, 'openTelemetry: spans must be true or false; got "yes".'],
  [{ meter: {} }, "openTelemetry: meter must be a Meter of @opentelemetry/api, version 1.3"],
])("the option %o is refused", (options, message) => {
  expect(() => openTelemetry(toldCache(), options as object)).toThrow(message);
});

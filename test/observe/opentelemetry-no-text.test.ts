import { Registry } from "prom-client";
import { beforeEach, expect, test, vi } from "vitest";
import { type SemanticCacheOptions, semanticCacheMetadata } from "../../src/index.ts";
import { openTelemetry } from "../../src/observe/opentelemetry/index.ts";
import { prometheusMetrics } from "../../src/observe/prometheus/index.ts";
import { type CachedModel, cachedModel } from "../support/cached-model.ts";
import { testTelemetry } from "../support/telemetry.ts";

const CANARY = "zanzibar";
const QUESTION = `How do I reset my ${CANARY} password?`;

const fails = (): never => {
  throw new Error(`${CANARY}: ${QUESTION}`);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  return () => void vi.useRealTimers();
});

const later = (milliseconds: number): void => void vi.advanceTimersByTime(milliseconds);

/** A cache that everything is told of, and all that was told. */
function watched(options: SemanticCacheOptions = {}): CachedModel & { told(): Promise<string> } {
  const { meter, tracer, inSpan, spans, metrics } = testTelemetry();
  const cached = cachedModel({ answer: () => `The ${CANARY} answer.`, ...options });
  const register = new Registry();
  openTelemetry(cached.cache, { meter, size: true });
  const prometheus = prometheusMetrics(cached.cache, { register, size: true });
  const ask: CachedModel["ask"] = (input) => inSpan("ask", () => cached.ask(input));
  const stream: CachedModel["stream"] = (input) => inSpan("stream", () => cached.stream(input));
  tracer.startSpan("other").end();
  return {
    ...cached,
    ask,
    stream,
    async told() {
      const told = spans().map(({ name, attributes, events, status, links, resource }) => {
        return { name, attributes, events, status, links, resource: resource.attributes };
      });
      const texts = [await prometheus.text(), await register.metrics()];
      return JSON.stringify([told, await metrics(), texts]);
    },
  };
}

/** Asks everything twice, in other words, and says of the last answer that it is wrong. */
async function use({ ask, stream, cache }: CachedModel): Promise<void> {
  await ask(QUESTION);
  await ask(QUESTION);
  const { providerMetadata } = await ask(`${QUESTION}?`);
  await stream(`How can I reset my ${CANARY} password?`);
  await stream(`How do I not reset my ${CANARY} password?`);
  const metadata = semanticCacheMetadata(providerMetadata);
  if (metadata) await cache.feedback(metadata, { correct: false });
  await ask(QUESTION);
}

test.each<[string, string, SemanticCacheOptions]>([
  ["hits, misses, writes, vetoes, feedback", "feedback:wrong", {}],
  ["a guard that fails", "error:guard:failed", { guards: [{ name: "own", veto: fails }] }],
  ["a guard that quotes", "miss:vetoed", { guards: [{ name: "own", veto: () => QUESTION }] }],
  ["a verifier that fails", "error:verify:failed", { verify: fails }],
  ["a rule that fails", "error:plan:failed", { shouldCache: fails }],
  ["a namespace", "write", { namespace: CANARY }],
  ["tags and documents", "write", { tags: [CANARY], dependsOn: [CANARY] }],
  [
    "audits",
    "audit:raise-threshold",
    { audit: { rate: 1, maxFalseHitRate: 0, leastHits: 1 }, compare: () => false },
  ],
  ["shadow mode", "miss:shadow", { mode: "shadow", compare: () => true }],
])("%s: no span, metric or exposition holds text", async (_what, happens, options) => {
  const app = watched(options);

  await use(app);

  expect(app.path()).toContain(happens);
  const told = await app.told();
  expect(told).toContain("ai_sdk_semantic_cache.outcome");
  expect(told).toContain("ai_sdk_semantic_cache_requests_total");
  expect(told).not.toContain(CANARY);
});

test("an answer in place of an error of the model: neither holds text", async () => {
  const app = watched({ ttl: "1m", staleIfError: "1h" });
  await app.ask(QUESTION);
  later(120_000);
  app.inner.doGenerate = fails;

  await app.ask(QUESTION);

  expect(app.path()).toContain("rescue");
  const told = await app.told();
  expect(told).toContain("ai_sdk_semantic_cache.rescue");
  expect(told).not.toContain(CANARY);
});

test("metrics hold no ids of entries, keys or scopes either", async () => {
  const { ask, cache, events } = cachedModel();
  const metrics = prometheusMetrics(cache);

  await ask(QUESTION);
  await ask(QUESTION);

  const ids = events.flatMap((event) => ("key" in event ? [event.key, event.scope] : []));
  const text = await metrics.text();
  expect(ids).toHaveLength(6);
  expect(ids.filter((id) => id === undefined || text.includes(id))).toEqual([]);
});

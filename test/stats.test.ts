import { beforeEach, describe, expect, test, vi } from "vitest";
import { memoryStore, withCache } from "../src/index.ts";
import { createStats } from "../src/observe/stats.ts";
import { cachedModel } from "./support/cached-model.ts";

const MINUTE = 60_000;
const QUESTION = "How do I reset my password?";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-01T12:00:00Z") });
  return () => void vi.useRealTimers();
});

const later = (milliseconds: number): void => void vi.setSystemTime(Date.now() + milliseconds);

const inNamespace = (namespace: string) => ({
  prompt: QUESTION,
  providerOptions: { semanticCache: { namespace } },
});

describe("stats by group", () => {
  test("each namespace and each model has its own counts", async () => {
    const { ask, cache } = cachedModel();

    for (const namespace of ["acme", "acme", "acme", "globex"]) await ask(inNamespace(namespace));

    const { byNamespace, byModel } = cache.stats();
    expect(byNamespace.acme).toMatchObject({ requests: 3, hits: { exact: 2 }, hitRate: 2 / 3 });
    expect(byNamespace.globex).toMatchObject({ requests: 1, hitRate: 0, writes: 1 });
    expect(byModel).toEqual({
      "mock-provider/mock-model-id": expect.objectContaining({
        requests: 4,
        saved: expect.objectContaining({ outputTokens: 40 }),
      }),
    });
  });

  test("fifty names stand for themselves, all others are one", async () => {
    const { ask, cache } = cachedModel({ embeddingModel: null });

    for (let tenant = 0; tenant < 60; tenant++) await ask(inNamespace(`tenant ${tenant}`));

    const { byNamespace, requests } = cache.stats();
    expect(Object.keys(byNamespace)).toHaveLength(51);
    expect(byNamespace.other).toMatchObject({ requests: 10, writes: 10 });
    expect(requests).toBe(60);
  });

  test("a namespace may have any name", async () => {
    const { ask, cache } = cachedModel();

    await ask(inNamespace("__proto__"));

    expect(Object.keys(cache.stats().byNamespace)).toEqual(["__proto__"]);
  });
});

describe("stats count", () => {
  test("answers from a call under way among the hits", async () => {
    const { ask, cache } = cachedModel();

    await Promise.all([ask(QUESTION), ask(QUESTION), ask(QUESTION)]);

    expect(cache.stats()).toMatchObject({ hits: { exact: 2 }, inFlightHits: 2 });
  });

  test("renewals behind a stale answer, and stale answers in place of an error", async () => {
    const options = { ttl: "10m", staleWhileRevalidate: "5m", staleIfError: "1h" } as const;
    const { ask, cache, inner } = cachedModel(options);
    await ask(QUESTION);
    later(12 * MINUTE);
    await ask(QUESTION);

    later(30 * MINUTE);
    inner.doGenerate = async () => Promise.reject(new Error("overloaded"));
    await ask(QUESTION);

    expect(cache.stats()).toMatchObject({ renewals: 1, rescues: 1, writes: 2, evictions: 0 });
  });

  test("what a block of code did, with its groups, and nothing else", async () => {
    const { ask, cache } = cachedModel({ store: memoryStore() });
    await ask(QUESTION);

    const seen = await withCache({ namespace: "acme" }, async ({ stats }) => {
      await ask(QUESTION);
      return stats();
    });

    expect(seen).toMatchObject({ requests: 1, byNamespace: { acme: { requests: 1 } } });
    expect(cache.stats().requests).toBe(2);
  });
});

describe("a window", () => {
  test("counts what happened lately only, groups and percentiles too", async () => {
    const { ask, cache } = cachedModel();
    await ask(inNamespace("acme"));
    await ask(inNamespace("acme"));
    later(10 * MINUTE);

    await ask(inNamespace("globex"));

    const { requests, hits, latency, byNamespace } = cache.stats({ window: "5m" });
    expect({ requests, hits }).toEqual({ requests: 1, hits: { exact: 0, semantic: 0 } });
    expect(Object.keys(byNamespace)).toEqual(["globex"]);
    expect(latency.hit).toEqual({ p50: 0, p95: 0, p99: 0 });
    expect(latency.miss.p50).toBeGreaterThan(0);
    expect(cache.stats({ window: "1h" }).requests).toBe(3);
  });

  test("is empty when nothing has happened for its length", async () => {
    const { ask, cache } = cachedModel();
    await ask(QUESTION);

    later(61 * MINUTE);

    expect(cache.stats({ window: "1h" }).requests).toBe(0);
    expect(cache.stats().requests).toBe(1);
  });

  test.each(["2h", 0, "soon"])("of %j is refused", (window) => {
    const { cache } = cachedModel();

    expect(() => cache.stats({ window: window as "1h" })).toThrow(
      expect.objectContaining({ code: "invalid-options" }),
    );
  });

  test("forgets what is older than an hour: memory does not grow with time", () => {
    let now = 0;
    const stats = createStats({ now: () => now });

    for (let minute = 0; minute < 600; minute++) {
      now = minute * MINUTE;
      stats.record({ type: "evict", entryId: "x", reason: "capacity" });
    }

    expect(stats.read({ window: "1h" }).evictions).toBeLessThanOrEqual(62);
    expect(stats.read().evictions).toBe(600);
  });
});

import { APICallError } from "ai";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { freshnessOf } from "../src/freshness.ts";
import { memoryStore, type SemanticCacheOptions } from "../src/index.ts";
import { type CachedModel, cachedModel } from "./support/cached-model.ts";

const MINUTE = 60_000;
const QUESTION = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-01T12:00:00Z") });
  return () => void vi.useRealTimers();
});

const later = (milliseconds: number): void => void vi.setSystemTime(Date.now() + milliseconds);

/** A cached model that can be taken down. */
function app(options: SemanticCacheOptions): CachedModel & { down(error?: Error): void } {
  const cached = cachedModel({ threshold: 0.6, ...options });
  return {
    ...cached,
    down(error = new APICallError({ message: "overloaded", url: "", requestBodyValues: {} })) {
      cached.inner.doGenerate = async () => Promise.reject(error);
      cached.inner.doStream = async () => Promise.reject(error);
    },
  };
}

describe("staleWhileRevalidate", () => {
  const options = { ttl: "10m", staleWhileRevalidate: "5m" } as const;

  test.each([QUESTION, PARAPHRASE])("serves %s stale at once, and renews behind", async (asked) => {
    const { ask, path } = app(options);
    await ask(QUESTION);

    later(12 * MINUTE);
    const stale = await ask(asked);
    const renewed = await ask(asked);

    expect([stale.text, renewed.text]).toEqual(["answer 1", "answer 2"]);
    const kind = asked === QUESTION ? "hit:exact" : "hit:semantic";
    expect(path()).toEqual(["miss:no-match", "write", kind, "renew", "write", "hit:exact"]);
  });

  test("a stream is served stale and renewed by a stream", async () => {
    const { stream, path, inner } = app(options);
    await stream(QUESTION);

    later(12 * MINUTE);
    const words = await stream(QUESTION);

    expect(words.join("")).toBe("answer 1");
    expect(path()).toEqual(["miss:no-match", "write", "hit:exact", "renew", "write"]);
    expect(inner.doStreamCalls).toHaveLength(2);
  });

  test("a hundred who find it stale at once cause one renewal", async () => {
    const { ask, calls } = app(options);
    await ask(QUESTION);

    later(12 * MINUTE);
    await Promise.all(Array.from({ length: 100 }, () => ask(QUESTION)));

    expect(calls()).toBe(2);
  });

  test("when its time is over too, the model is asked", async () => {
    const { ask, path } = app(options);
    await ask(QUESTION);

    later(16 * MINUTE);
    await ask(QUESTION);

    expect(path()).toEqual(["miss:no-match", "write", "evict", "miss:no-match", "write"]);
  });

  test("a renewal that fails leaves the stale answer, and says so", async () => {
    const { ask, path, down } = app(options);
    await ask(QUESTION);

    later(12 * MINUTE);
    down();
    await ask(QUESTION);
    const { text } = await ask(QUESTION);

    expect(text).toBe("answer 1");
    expect(path()).toContain("error:renew:failed");
  });
});

describe("eagerRefresh", () => {
  test("renews an answer behind a hit before it gets stale", async () => {
    const { ask, path } = app({ ttl: "10m", eagerRefresh: 0.8 });
    await ask(QUESTION);

    later(7 * MINUTE);
    await ask(QUESTION);
    later(2 * MINUTE);
    await ask(QUESTION);

    const expected = ["miss:no-match", "write", "hit:exact", "hit:exact", "renew", "write"];
    expect(path()).toEqual(expected);
  });
});

describe("staleIfError", () => {
  const options = { ttl: "10m", staleIfError: "1h" } as const;

  test.each(["ask", "stream"] as const)(
    "%s: a stale answer is better than an error",
    async (how) => {
      const cached = app(options);
      await cached.ask(QUESTION);

      later(30 * MINUTE);
      cached.down();
      const served = await cached[how](QUESTION);

      expect(Array.isArray(served) ? served.join("") : served.text).toBe("answer 1");
      expect(cached.path()).toEqual(["miss:no-match", "write", "miss:no-match", "rescue"]);
    },
  );

  test("a reload that fails gets the answer it was to replace", async () => {
    const { ask, path, down } = app(options);
    await ask(QUESTION);

    down();
    const providerOptions = { semanticCache: { cache: "reload" } };
    const { text } = await ask({ prompt: QUESTION, providerOptions });

    expect(text).toBe("answer 1");
    expect(path().slice(-2)).toEqual(["miss:reload", "rescue"]);
  });

  test("a paraphrase is rescued by meaning", async () => {
    const { ask, path, down } = app(options);
    await ask(QUESTION);

    later(30 * MINUTE);
    down();
    const { text } = await ask(PARAPHRASE);

    expect(text).toBe("answer 1");
    expect(path().at(-1)).toBe("rescue");
  });

  test("while the model works, nobody gets the stale answer", async () => {
    const { ask } = app(options);
    await ask(QUESTION);

    later(30 * MINUTE);
    const { text } = await ask(QUESTION);

    expect(text).toBe("answer 2");
  });

  test("a caller who leaves gets an abort, not a rescue", async () => {
    const { ask, inner, path } = app(options);
    await ask(QUESTION);
    later(30 * MINUTE);
    const controller = new AbortController();
    inner.doGenerate = async () => {
      controller.abort();
      return Promise.reject(new Error("aborted"));
    };

    const asked = ask({ prompt: QUESTION, abortSignal: controller.signal });

    await expect(asked).rejects.toThrow();
    expect(path()).not.toContain("rescue");
  });

  test("everybody who waits for a call that fails is rescued", async () => {
    const { ask, path, down } = app(options);
    await ask(QUESTION);

    later(30 * MINUTE);
    down();
    const all = await Promise.all(Array.from({ length: 10 }, () => ask(QUESTION)));

    expect(new Set(all.map(({ text }) => text))).toEqual(new Set(["answer 1"]));
    expect(path().filter((name) => name === "rescue")).toHaveLength(10);
  });

  test("when nothing stale is left, the model's own error passes", async () => {
    const { ask, down } = app(options);
    await ask(QUESTION);

    later(71 * MINUTE);
    down(new Error("overloaded"));

    await expect(ask(QUESTION)).rejects.toThrow("overloaded");
  });
});

describe("ttl", () => {
  test("may be one per model", async () => {
    const { ask, path } = app({ ttl: { "mock-model-id": "1m", "*": "1h" } });
    await ask(QUESTION);

    later(2 * MINUTE);
    await ask(QUESTION);

    expect(path()).toEqual(["miss:no-match", "write", "evict", "miss:no-match", "write"]);
  });

  test("may be computed from the answer", async () => {
    const ttl = ({ text }: { text: string }): "1m" | "1h" => (text === "answer 1" ? "1m" : "1h");
    const { ask, path } = app({ ttl });

    await ask(QUESTION);
    later(2 * MINUTE);
    await ask(QUESTION);
    later(2 * MINUTE);
    await ask(QUESTION);

    expect(path().at(-1)).toBe("hit:exact");
  });

  test("a function that gives no duration keeps the answer out, and says so", async () => {
    const { ask, path } = app({ ttl: () => "soon" as never });

    await ask(QUESTION);

    expect(path()).toEqual(["miss:no-match", "error:write:failed"]);
  });

  test("jitter takes off at most its share", async () => {
    const { ask, cache, path } = app({ ttl: "10m", ttlJitter: 0.2, namespace: "a" });
    await ask(QUESTION);

    later(7 * MINUTE);
    await ask(QUESTION);

    expect(path().at(-1)).toBe("hit:exact");
    await cache.close();
  });
});

test("maxAge holds on every read, whatever an answer was stored with", async () => {
  const { ask, path } = app({ ttl: "1h" });
  await ask(QUESTION);
  later(10 * MINUTE);

  const providerOptions = { semanticCache: { maxAge: "5m" } };
  await ask({ prompt: QUESTION, providerOptions });

  expect(path()).toEqual(["miss:no-match", "write", "miss:no-match", "write"]);
});

test("another epoch finds nothing of before, and its own things still", async () => {
  const store = memoryStore();
  const [before, after] = [app({ epoch: 1, store }), app({ epoch: 2, store })];
  await before.ask(QUESTION);

  await after.ask(QUESTION);
  await before.ask(QUESTION);

  expect(after.path()).toEqual(["miss:no-match", "write"]);
  expect(before.path()).toEqual(["miss:no-match", "write", "hit:exact"]);
});

test("times that are no numbers are over", () => {
  const entry = { createdAt: Number.NaN, staleAt: Number.NaN, expiresAt: Number.NaN };
  const rules = { staleWhileRevalidateMs: 0, staleIfErrorMs: 0, eagerRefresh: 1, maxAgeMs: 1 };

  expect(freshnessOf(entry, rules, 0)).toBe("over");
});

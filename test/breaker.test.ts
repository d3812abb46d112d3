import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  type CacheStore,
  memoryStore,
  type SemanticCacheOptions,
  semanticCache,
} from "../src/index.ts";
import { type CachedModel, cachedModel } from "./support/cached-model.ts";
import { fakeEmbedding, trigramVector } from "./support/embedding.ts";

const never = (): Promise<never> => new Promise(() => {});
const QUICK = { get: 20, search: 20, write: 20, embedding: 20 };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  return () => void vi.useRealTimers();
});

const later = (milliseconds: number): void => void vi.advanceTimersByTime(milliseconds);

interface Faulty {
  readonly store: CacheStore;
  readonly called: Record<string, number>;
  /** From now on these methods do that. */
  fail(names: readonly string[], how: () => unknown): void;
  mend(): void;
}

/** A memory store that counts its calls and can be broken. */
function faultyStore(): Faulty {
  const inner = memoryStore();
  const faults = new Map<string, () => unknown>();
  const called: Record<string, number> = {};
  const methods = ["get", "search", "set", "getAlias", "setAlias", "touch", "delete"] as const;
  const wrapped = methods.map((name) => {
    const call = Reflect.get(inner, name) as (...args: unknown[]) => unknown;
    const method = (...args: unknown[]): unknown => {
      called[name] = (called[name] ?? 0) + 1;
      return (faults.get(name) ?? (() => call.apply(inner, args)))();
    };
    return [name, method];
  });
  return {
    store: { ...inner, ...Object.fromEntries(wrapped) },
    called,
    fail(names, how) {
      for (const name of names) faults.set(name, how);
    },
    mend: () => faults.clear(),
  };
}

const refuse = (): never => {
  throw new Error("connection refused");
};

function app(options: SemanticCacheOptions = {}): CachedModel & Faulty {
  const faulty = faultyStore();
  const cached = cachedModel({ store: faulty.store, timeouts: QUICK, ...options });
  return { ...cached, ...faulty };
}

async function askTimes(count: number, { ask }: Pick<CachedModel, "ask">): Promise<void> {
  for (let time = 0; time < count; time++) await ask(`Which colour has planet ${time}?`);
}

describe("a store that is down", () => {
  const ALL = ["get", "search", "set", "getAlias", "setAlias", "touch"];

  test.each([
    ["refuses every call", refuse],
    ["never answers", never],
  ])("and %s is called five times, then left alone; every call is answered", async (_, how) => {
    const desk = app({ embeddingModel: null });
    desk.fail(ALL, how);

    await askTimes(20, desk);

    expect(desk.inner.doGenerateCalls).toHaveLength(20);
    expect(desk.called).toMatchObject({ get: 5, set: 5 });
    expect(desk.path().filter((step) => step.startsWith("breaker"))).toEqual([
      "breaker:store.read:open",
      "breaker:store.write:open",
    ]);
  });

  test("misses and answers not stored say why, and no error repeats itself", async () => {
    const desk = app({ embeddingModel: null });
    desk.fail(ALL, refuse);
    await askTimes(5, desk);
    desk.events.length = 0;

    await askTimes(2, desk);

    const quiet = ["miss:breaker-open", "not-stored:breaker-open"];
    expect(desk.path()).toEqual([...quiet, ...quiet]);
    expect(desk.cache.stats().misses).toEqual({ "store-failed": 5, "breaker-open": 2 });
  });

  test("hits again after the pause, when the store is back: one probe, one event", async () => {
    const desk = app({ embeddingModel: null });
    await desk.ask("How do I pay?");
    desk.fail(["get"], refuse);
    await askTimes(6, desk);
    desk.events.length = 0;

    desk.mend();
    later(5_500);
    await desk.ask("How do I pay?");

    expect(desk.path()).toEqual(["breaker:store.read:closed", "hit:exact"]);
  });

  test("while it is still down after the pause, one call in each pause finds out", async () => {
    const desk = app({ embeddingModel: null });
    desk.fail(["get"], refuse);
    await askTimes(6, desk);

    for (let pause = 0; pause < 3; pause++) {
      later(5_500);
      await askTimes(10, desk);
    }

    expect(desk.called).toMatchObject({ get: 5 + 3 });
    expect(desk.path().filter((step) => step.startsWith("breaker"))).toHaveLength(1);
  });
});

describe("what works goes on", () => {
  test("a store whose search is broken still answers exactly", async () => {
    const desk = app();
    desk.fail(["search"], refuse);

    await askTimes(8, desk);
    await desk.ask("Which colour has planet 7?");

    expect(desk.called).toMatchObject({ search: 5 });
    expect(desk.path()).toContain("miss:breaker-open");
    expect(desk.path().at(-1)).toBe("hit:exact");
  });

  test("a store that is full or read-only still answers what it has", async () => {
    const desk = app({ embeddingModel: null });
    await desk.ask("How do I pay?");
    desk.fail(["set", "setAlias", "touch"], refuse);

    await askTimes(8, desk);
    await desk.ask("How do I pay?");

    expect(desk.path()).toContain("not-stored:breaker-open");
    expect(desk.path().at(-1)).toBe("hit:exact");
  });

  test("an embedding model that is down costs the semantic tier, five calls, and nothing else", async () => {
    const embeddingModel = fakeEmbedding(refuse);
    const desk = app({ embeddingModel });

    await askTimes(8, desk);
    await desk.ask("Which colour has planet 7?");

    expect(embeddingModel.asked).toHaveLength(5);
    expect(desk.cache.stats().misses).toEqual({ "embedding-failed": 5, "breaker-open": 3 });
    expect(desk.path().at(-1)).toBe("hit:exact");
  });

  test("a verifier that is down is asked five times; what it would have judged is a miss", async () => {
    const desk = app({ verify: vi.fn(never), guards: false, timeouts: { ...QUICK, verify: 20 } });
    await desk.ask("How do I reset my password?");

    const endings = ["now", "here", "at home", "by mail", "by phone", "in Ulm", "again"];
    for (const ending of endings) await desk.ask(`How do I reset my password ${ending}?`);

    const verified = desk.path().filter((step) => step.startsWith("error:verify"));
    expect(verified).toHaveLength(5);
    expect(desk.path()).toContain("breaker:verify:open");
    expect(desk.path().filter((step) => step === "miss:breaker-open").length).toBeGreaterThan(1);
    expect(desk.cache.stats().hits).toEqual({ exact: 0, semantic: 0 });
  });

  test("callers that leave are no failure of the embedding model", async () => {
    let isSlow = true;
    const embeddingModel = fakeEmbedding((text) => (isSlow ? never() : trigramVector(text)));
    const desk = app({ embeddingModel, timeouts: { embedding: "10s" } });

    for (let time = 0; time < 8; time++) {
      const abortSignal = AbortSignal.timeout(5);
      await desk.ask({ prompt: `Question ${time}?`, abortSignal }).catch(() => {});
    }
    isSlow = false;
    await desk.ask("Is anybody there?");

    expect(desk.path()).toEqual(["miss:no-match", "write"]);
  });

  test("what people ask for is always tried", async () => {
    const desk = app({ embeddingModel: null });
    desk.fail(["get", "set"], refuse);
    await askTimes(6, desk);

    await expect(desk.cache.clear()).resolves.toBe(0);
    await expect(desk.cache.size()).resolves.toMatchObject({ entries: 0 });
    expect(desk.called).toMatchObject({ delete: 1 });
  });

  test("with resilience: false the store is always called", async () => {
    const desk = app({ embeddingModel: null, resilience: false });
    desk.fail(["get", "set"], refuse);

    await askTimes(8, desk);

    expect(desk.called).toMatchObject({ get: 8, set: 8 });
  });
});

describe("a store that is slow", () => {
  /** Methods that answer when they are let. */
  function slow(desk: Faulty, names: readonly string[]): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    desk.fail(names, () => promise);
    return resolve;
  }

  test("gets so many reads at once; with a full line more are misses, not a pile of waiting calls", async () => {
    const resilience = { concurrency: 2, waitingReads: 3 };
    const desk = app({ embeddingModel: null, resilience, timeouts: { get: "5s" } });
    const answer = slow(desk, ["get"]);

    const asked = Array.from({ length: 10 }, (_, at) => desk.ask(`What is the capital ${at}?`));
    await vi.waitFor(() => expect(desk.path()).toContain("miss:bulkhead"));
    const calledAtOnce = desk.called.get;
    answer();
    await Promise.all(asked);

    expect(calledAtOnce).toBe(2);
    expect(desk.cache.stats().misses).toEqual({ bulkhead: 5, "exact-only": 5 });
  });

  test("gets so many writes at once; with a full line the oldest are not stored", async () => {
    const resilience = { concurrency: 2, waitingWrites: 3 };
    const desk = app({ embeddingModel: null, resilience, timeouts: { write: "5s" } });
    const write = slow(desk, ["set"]);

    const asked = Array.from({ length: 10 }, (_, at) => desk.ask(`What is the capital ${at}?`));
    await vi.waitFor(() => expect(desk.cache.stats().notStored).toEqual({ "queue-full": 5 }));
    write();
    await Promise.all(asked);

    expect(desk.cache.stats()).toMatchObject({ writes: 5, errors: 0 });
  });

  test("an answer that is invalidated while it waits to be written is not written", async () => {
    const resilience = { concurrency: 1, waitingWrites: 3 };
    const desk = app({ embeddingModel: null, resilience, timeouts: { write: "5s" } });
    const write = slow(desk, ["set"]);
    const asked = [desk.ask("How do I pay?"), desk.ask("How do I leave?")];
    await vi.waitFor(() => expect(desk.called).toMatchObject({ set: 1 }));

    await desk.cache.clear();
    write();
    await Promise.all(asked);

    expect(desk.cache.stats().notStored).toEqual({ invalidated: 1 });
  });
});

test.each([
  [{ failures: 0 }, "resilience must be false, or { failures, failureRate"],
  [{ failures: 2.5 }, "resilience must be false, or { failures, failureRate"],
  [{ failureRate: 0 }, "resilience must be false, or { failures, failureRate"],
  [{ pause: "soon" }, "resilience.pause must be a duration"],
  [{ retries: 3 }, 'resilience has no field "retries"; it has failures'],
  [true, "resilience must be false, or { failures, failureRate"],
])("the option resilience refuses %j", (resilience, message) => {
  expect(() => semanticCache({ resilience: resilience as never })).toThrow(message);
});

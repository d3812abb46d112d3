import { afterEach, describe, expect, test, vi } from "vitest";
import { memoryStore, type Policy, type SemanticCacheOptions } from "../../src/index.ts";
import type { Overview } from "../../src/inspector/contract.ts";
import { inspected } from "./support/inspected.ts";

const QUESTION = "How do I reset my password?";
const SAME = "How can I reset my password?";
const OPPOSITE = "How do I not reset my password?";

afterEach(() => vi.useRealTimers());

describe("the overview tells what a cache did since the inspector was made", () => {
  test("hits, misses and what they saved, by time", async () => {
    const { ask, get } = inspected();
    for (const question of [QUESTION, QUESTION, SAME]) await ask(question);

    const { stats, timeline, latency } = await get<Overview>("overview");

    expect(stats).toMatchObject({ hits: { exact: 1, semantic: 1 }, misses: { "no-match": 1 } });
    expect(timeline.at(-1)).toMatchObject({ exact: 1, semantic: 1, misses: 1, savedTokens: 60 });
    expect(latency.reduce((sum, { hits }) => sum + hits, 0)).toBe(2);
    expect(latency.reduce((sum, { misses }) => sum + misses, 0)).toBe(1);
  });

  test("stretches without a request are there, too, for an hour", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { ask, get } = inspected({ cache: { ttl: "30d" } });
    await ask(QUESTION);

    vi.advanceTimersByTime(90_000);
    const { timeline } = await get<Overview>("overview");
    vi.advanceTimersByTime(5 * 3_600_000);
    await ask(QUESTION);
    const later = (await get<Overview>("overview")).timeline;

    expect(timeline.map(({ misses }) => misses)).toEqual([1, 0, 0, 0]);
    expect(later).toHaveLength(120);
    expect(later.map(({ exact, misses }) => exact + misses).join("")).toMatch(/^0*1$/);
  });

  test("what the store holds, by namespace", async () => {
    const { ask, get } = inspected({
      cache: { namespace: ({ model }) => (model ? "acme" : "") },
    });
    for (const question of [QUESTION, QUESTION, "Where is my invoice?"]) await ask(question);

    const { size, namespaces, store } = await get<Overview>("overview");

    expect(size).toMatchObject({ entries: 2 });
    expect(namespaces).toEqual([{ name: "acme", entries: 2, requests: 3, hitRate: 1 / 3 }]);
    expect(store).toMatchObject({ name: "memory", capabilities: { shared: false } });
  });

  test("how near questions were, for whoever looks for a threshold", async () => {
    const { ask, get } = inspected();
    const { providerMetadata } = await ask(QUESTION);
    await ask(SAME);
    await ask(OPPOSITE);

    const { similarities, guards, threshold } = await get<Overview>("overview");

    const entryId = providerMetadata?.semanticCache?.entryId;
    const veto = { outcome: "miss", reason: "vetoed", vetoed: true, entryId };
    expect(similarities).toMatchObject([{ outcome: "hit", vetoed: false, entryId }, veto]);
    expect(similarities.every(({ similarity }) => similarity > 0.8)).toBe(true);
    expect(guards).toEqual([{ name: "negation", vetoes: 1 }]);
    expect(threshold).toBe(0.8);
  });
});

const mine: Policy = { name: "mine", floor: 0.8, decide: () => true };

test.each<[string, SemanticCacheOptions]>([
  ["a policy decides by more than a number", { threshold: mine }],
  ["nothing is compared by meaning", { embeddingModel: null }],
])("no threshold is told where %s", async (_, cache) => {
  expect(await inspected({ cache }).get<Overview>("overview")).not.toHaveProperty("threshold");
});

describe("near misses say which questions are worth warming, or worth a look", () => {
  const nearMissesOf = async (
    questions: readonly string[],
    cache: SemanticCacheOptions = {},
  ): Promise<Overview["nearMisses"]> => {
    const { ask, get } = inspected({ cache });
    for (const question of questions) await ask(question);
    return (await get<Overview>("overview")).nearMisses;
  };

  test("one that was near, with both questions, read from the store", async () => {
    const [miss, ...others] = await nearMissesOf([QUESTION, OPPOSITE]);

    expect(others).toEqual([]);
    expect(miss).toMatchObject({ query: OPPOSITE, nearestQuery: QUESTION, reason: "vetoed" });
    expect(miss).toMatchObject({ vetoedBy: ["negation"], times: 1 });
  });

  test("one that is asked again and again and never stored", async () => {
    const cache = { shouldStore: () => false };

    const [miss] = await nearMissesOf([QUESTION, "Where is my invoice?", QUESTION], cache);

    expect(miss).toMatchObject({ reason: "no-match", times: 2 });
    expect(miss).not.toHaveProperty("query");
  });

  test("a question that merely missed is none", async () => {
    expect(await nearMissesOf([QUESTION, "Where is my invoice?"])).toEqual([]);
  });

  test("of very many, the worst fifty are told", async () => {
    const questions = Array.from({ length: 60 }, (_, number) => `Question ${number}?`);
    const all = [...questions, ...questions, "Question 7?"];

    const misses = await nearMissesOf(all, { shouldStore: () => false, embeddingModel: null });

    expect(misses).toHaveLength(50);
    expect(misses[0]).toMatchObject({ reason: "exact-only", times: 3 });
  });
});

describe("a store in trouble costs the overview a number, not the page", () => {
  test("one that fails", async () => {
    const store = { ...memoryStore(), size: () => Promise.reject(new Error("down")) };
    const { ask, get } = inspected({ cache: { store } });
    await ask(QUESTION);

    const overview = await get<Overview>("overview");

    expect(overview).not.toHaveProperty("size");
    expect(overview.namespaces).toEqual([{ name: "", requests: 1, hitRate: 0 }]);
  });

  test("one that never answers", { timeout: 10_000 }, async () => {
    const store = { ...memoryStore(), size: () => new Promise<never>(() => {}) };
    const { get } = inspected({ cache: { store } });

    expect(await get<Overview>("overview")).toMatchObject({ stats: { requests: 0 } });
  });

  test("however many people look, it is asked once in two seconds", async () => {
    const memory = memoryStore();
    const size = vi.fn(memory.size);
    const { get } = inspected({ cache: { store: { ...memory, size } } });

    await Promise.all([get("overview"), get("overview")]);
    await get("overview");

    expect(size).toHaveBeenCalledTimes(1);
  });
});

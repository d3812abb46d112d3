import { generateText, jsonSchema, type ToolSet, tool } from "ai";
import { describe, expect, test, vi } from "vitest";
import { memoryStore, semanticCache } from "../src/index.ts";
import { cachedModel } from "./support/cached-model.ts";

const QUESTION = "How do I reset my password?";

describe("stats", () => {
  test("count hits by kind, misses and bypasses by reason, and what was saved", async () => {
    const { ask, cache } = cachedModel();

    await ask(QUESTION);
    await ask(QUESTION);
    await ask("How can I reset my password?");
    await ask({ prompt: QUESTION, providerOptions: { semanticCache: { cache: "no-store" } } });

    expect(cache.stats()).toMatchObject({
      requests: 4,
      hits: { exact: 1, semantic: 1 },
      misses: { "no-match": 1 },
      bypasses: { "no-store": 1 },
      writes: 1,
      errors: 0,
      hitRate: 2 / 3,
      saved: { inputTokens: 20, outputTokens: 40 },
    });
  });

  test("time saved is the original call's time without the hit's own", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { ask, inner, cache } = cachedModel();
    const { doGenerate } = inner;
    inner.doGenerate = async (options) => {
      vi.advanceTimersByTime(2_000);
      return doGenerate(options);
    };

    await ask(QUESTION);
    await ask(QUESTION);

    const { saved, latency } = cache.stats();
    expect(saved.milliseconds + latency.hit.p50).toBeCloseTo(2_000, 3);
    vi.useRealTimers();
  });

  test("evictions are counted and told", async () => {
    const { ask, cache, path } = cachedModel({ store: memoryStore({ maxEntries: 1 }) });

    await ask("How do I pay?");
    await ask("Where is the invoice for the chair?");

    expect(cache.stats().evictions).toBe(1);
    expect(path()).toContain("evict");
  });
});

describe("explain", () => {
  test("says why a request would miss, with what is near and what spoke against it", async () => {
    const { ask, cache, inner, events } = cachedModel();
    await ask(QUESTION);
    events.length = 0;

    const explanation = await cache.explain({
      model: inner,
      prompt: "How do I not reset my password?",
    });

    expect(explanation).toMatchObject({
      outcome: "miss",
      reason: "vetoed",
      query: "How do I not reset my password?",
      normalForm: "how do i not reset my password",
      embeddingModel: "test/fake",
      threshold: 0.8,
      nearest: [
        {
          query: QUESTION,
          verdict: { accepted: false, reason: "vetoed", guard: { name: "negation" } },
        },
      ],
    });
    expect(events).toEqual([]);
    expect(cache.stats().requests).toBe(1);
  });

  test.each([
    [QUESTION, { outcome: "hit", kind: "exact" }],
    ["how do i reset my password", { outcome: "hit", kind: "exact" }],
    ["How can I reset my password?", { outcome: "hit", kind: "semantic" }],
    ["What is the weather in Ulm?", { outcome: "miss", reason: "no-match" }],
  ])("%s", async (prompt, expected) => {
    const { ask, cache, inner } = cachedModel({ rules: false });
    await ask({ prompt: QUESTION, system: "Be brief." });

    const explanation = await cache.explain({ model: inner, prompt, system: "Be brief." });

    expect(explanation).toMatchObject(expected);
  });

  test("takes a call as it would be made: settings, tools, files", async () => {
    const { cache, inner, model } = cachedModel();
    const call = {
      messages: [
        {
          role: "user" as const,
          content: [
            { type: "text" as const, text: "What is this?" },
            { type: "file" as const, data: Uint8Array.of(1), mediaType: "image/png" },
          ],
        },
      ],
      maxRetries: 0,
      temperature: 0.5,
      tools: { look: tool({ inputSchema: jsonSchema({ type: "object" }) }) } as ToolSet,
    };
    await generateText({ ...call, model });
    await cache.flush();

    const explanation = await cache.explain({ ...call, model: inner });

    expect(explanation).toMatchObject({ outcome: "hit", kind: "exact" });
  });

  test("agrees with the lookup on a reload and on a store that fails", async () => {
    const get = (): never => {
      throw new Error("refused");
    };
    const broken = cachedModel({ store: { ...memoryStore(), get } });
    const { ask, cache, inner } = cachedModel();
    await ask(QUESTION);
    const providerOptions = { semanticCache: { cache: "reload" } };

    expect(await cache.explain({ model: inner, prompt: QUESTION, providerOptions })).toMatchObject({
      outcome: "miss",
      reason: "reload",
    });
    expect(await broken.cache.explain({ model: inner, prompt: QUESTION })).toMatchObject({
      outcome: "miss",
      reason: "store-failed",
    });
  });

  test("takes a call in the words of generateText", async () => {
    const { ask, cache, inner } = cachedModel();
    await ask({ prompt: QUESTION, system: "Be brief." });
    const messages = [{ role: "user", content: [{ type: "text", text: QUESTION }] }];

    const explanation = await cache.explain({ model: inner, messages, instructions: "Be brief." });

    expect(explanation).toMatchObject({ outcome: "hit", kind: "exact" });
  });

  test("says why a request goes past the cache", async () => {
    const { cache, inner } = cachedModel();
    const providerOptions = { openai: { previousResponseId: "resp_1" } };

    const explanation = await cache.explain({ model: inner, prompt: QUESTION, providerOptions });

    expect(explanation).toMatchObject({ outcome: "bypass", reason: "server-state" });
  });
});

describe("size and clear", () => {
  test("are about everything, or about one namespace", async () => {
    const { ask, cache } = cachedModel();
    const as = (namespace: string) => ({ semanticCache: { namespace } });
    await ask({ prompt: QUESTION, providerOptions: as("a") });
    await ask({ prompt: QUESTION, providerOptions: as("b") });

    expect(await cache.size()).toMatchObject({ entries: 2 });
    expect(await cache.clear({ namespace: "a" })).toBe(1);
    expect(await cache.size({ namespace: "a" })).toMatchObject({ entries: 0 });
    expect(await cache.size({ namespace: "b" })).toMatchObject({ entries: 1 });
    expect(await cache.clear()).toBe(1);
  });

  test.each([
    ["a namespace that got lost", { namespace: undefined }, "got undefined"],
    ["a tag", { tag: "faq" } as object, 'got "tag"'],
  ])("clear and export are not about everything when told %s", async (_what, selection, got) => {
    const { ask, cache } = cachedModel();
    await ask(QUESTION);

    await expect(cache.clear(selection)).rejects.toThrow(got);
    await expect(cache.export(selection)).rejects.toThrow(got);
    expect(await cache.size()).toMatchObject({ entries: 1 });
  });
});

test("close writes what is still to be written and closes the store", async () => {
  const close = vi.fn();
  const cache = semanticCache({ embeddingModel: null, store: { ...memoryStore(), close } });

  await cache.close();

  expect(close).toHaveBeenCalledOnce();
});

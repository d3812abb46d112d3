import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding } from "../support/embedding.ts";
import { describeEveryStore } from "./support/every-store.ts";
import { reportInputs, scaled } from "./support/report-inputs.ts";

const QUESTION = "How do I reset my password?";
const POISON = "Call +1 555 0100 and tell them your password.";

/** What a call of somebody says of itself. */
const as = (scope: string, tags: string[] = []) => ({
  providerOptions: { semanticCache: { scope, tags } },
});

describe("S16 who floods or poisons a cache reaches nobody else, and can be purged", () => {
  test("a steered answer is served to its own scope only", async () => {
    let answer = POISON;
    const { ask } = cachedModel({
      answer: () => answer,
      embeddingModel: fakeEmbedding(() => [1, 0]),
    });
    await ask({ prompt: QUESTION, ...as("attacker") });
    answer = "Tap it.";

    const { text } = await ask({ prompt: QUESTION, ...as("victim") });

    expect(text).toBe("Tap it.");
  });

  test("an application that does not admit an answer never serves it", async () => {
    const { ask, path, cache } = cachedModel({
      answer: () => POISON,
      shouldStore: ({ text }) => !/\+\d/.test(text),
    });

    await ask(QUESTION);
    await ask(QUESTION);

    expect(path().filter((step) => step.startsWith("not-stored"))).toHaveLength(2);
    expect(await cache.size()).toMatchObject({ entries: 0 });
  });

  test("a flood stays within the bounds of the store, and what is used is not pushed out", async () => {
    const flood = scaled(2_000);
    const { ask, cache, calls } = cachedModel({
      embeddingModel: null,
      store: memoryStore({ maxEntries: 100 }),
    });
    await ask({ prompt: QUESTION, ...as("regular") });

    for (let at = 0; at < flood; at++) {
      await ask({ prompt: `Flood ${at}?`, ...as("attacker") });
      if (at % 50 === 0) await ask({ prompt: QUESTION, ...as("regular") });
    }

    expect((await cache.size()).entries).toBe(100);
    expect(calls()).toBe(flood + 1);
    reportInputs("S16", flood, "questions of a flood");
  });

  test("what nobody asks for meanwhile is pushed out by a flood: a miss, nothing else", async () => {
    const { ask, path } = cachedModel({
      embeddingModel: null,
      store: memoryStore({ maxEntries: 100 }),
    });
    await ask({ prompt: QUESTION, ...as("regular") });
    for (let at = 0; at < 100; at++) await ask({ prompt: `Flood ${at}?`, ...as("attacker") });

    await ask({ prompt: QUESTION, ...as("regular") });

    expect(path().at(-2)).toBe("evict");
    expect(path().filter((step) => step.startsWith("hit"))).toEqual([]);
    reportInputs("S16", 100, "questions of a flood");
  });

  test("who may store so much a minute pushes out nothing of the others", async () => {
    const flood = scaled(2_000);
    const { ask, path, cache } = cachedModel({
      embeddingModel: null,
      store: memoryStore({ maxEntries: 100 }),
      limits: { writesPerMinute: 20 },
    });
    await ask({ prompt: QUESTION, ...as("regular") });

    for (let at = 0; at < flood; at++) await ask({ prompt: `Flood ${at}?`, ...as("attacker") });
    await ask({ prompt: QUESTION, ...as("regular") });

    expect(path().at(-1)).toBe("hit:exact");
    expect((await cache.size()).entries).toBeLessThan(100);
    reportInputs("S16", flood, "questions of a flood");
  });

  describeEveryStore((open, { share }) => {
    test("what came in is purged by tag, namespace, model, time or what it asks", async () => {
      const { ask, cache, inner } = cachedModel({
        store: await open(),
        embeddingModel: null,
        timeouts: { get: "10s", write: "10s" },
      });
      const count = Math.ceil(10 * share);
      const fill = async (fields: object, modelId = "good"): Promise<void> => {
        Reflect.set(inner, "modelId", modelId);
        for (let at = 0; at < count; at++) {
          await ask({ prompt: `Number ${at}?`, providerOptions: { semanticCache: { ...fields } } });
        }
      };
      await fill({});
      await fill({ tags: ["upload 7"] });
      await fill({ namespace: "stranger" });
      await fill({}, "bad");
      await fill({ scope: "attacker", tags: ["user attacker"] });

      const purges = [
        await cache.invalidate({ tag: "upload 7" }),
        await cache.invalidate({ namespace: "stranger" }),
        await cache.invalidate({ model: "mock-provider/bad" }),
        await cache.invalidate({ tag: "user attacker" }),
        await cache.invalidate({ predicate: ({ createdAt }) => createdAt.getTime() > 0 }),
      ];

      // The first two fills ask the same of the same scope: a tag alone is no partition.
      expect(purges.map(({ entries }) => entries)).toEqual([0, count, count, count, count]);
      expect(await cache.size()).toMatchObject({ entries: 0 });
      reportInputs("S16", 4 * count, "entries purged, all stores together");
    });
  });
});

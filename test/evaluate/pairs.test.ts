import { describe, expect, test } from "vitest";
import { evaluate, type LabelledPair } from "../../src/evaluate/index.ts";
import { memoryStore } from "../../src/index.ts";
import { fakeEmbedding } from "../support/embedding.ts";
import { CACHE, PAIRS, sameNumbers } from "./pairs.ts";

describe("evaluating pairs", () => {
  test("says how many hits are right and how many are wrong, with intervals", async () => {
    const { rates } = await evaluate({ data: PAIRS, cache: CACHE });

    expect(rates).toMatchObject({ lookups: 5, mustHit: 2, mustMiss: 3, right: 1, wrong: 1 });
    expect(rates.recall).toMatchObject({ count: 1, of: 2, share: 0.5 });
    expect(rates.precision).toMatchObject({ count: 1, of: 2, share: 0.5 });
    expect(rates.falseHitRate).toMatchObject({ count: 1, of: 3 });
    expect(rates.falseHitRate.low).toBeCloseTo(0.0615, 4);
    expect(rates.falseHitRate.high).toBeCloseTo(0.7923, 4);
    expect(rates.errorRate).toMatchObject({ count: 1, of: 5, share: 0.2 });
  });

  test.each([{ guards: [sameNumbers] }, { guards: false as const }])(
    "$guards: the curve says of every threshold what a cache with that threshold does",
    async ({ guards }) => {
      const thresholds = [0.1, 0.8, 0.9, 0.92, 0.95, 0.99, 1];
      const { curve } = await evaluate({ data: PAIRS, cache: { guards }, thresholds });

      for (const { threshold, guarded, unguarded } of curve) {
        const { rates } = await evaluate({ data: PAIRS, cache: { guards, threshold } });
        expect(guarded).toEqual(rates);
        if (guards === false) expect(unguarded).toEqual(rates);
      }
    },
  );

  test("agrees with the cache also on vectors of a real model", async () => {
    const data = PAIRS.map(({ a, b, label }) => ({ a, b, label }));
    const { curve, rates, setup } = await evaluate({ data, thresholds: [0.85] });

    expect(setup).toMatchObject({ threshold: 0.85, policy: "static", verifies: false });
    expect(setup.embeddingModel).toMatch(/^ai-sdk-semantic-cache\//);
    expect(curve[0]?.guarded).toEqual(rates);
  });

  test("what is equal but for its spelling is a hit at any threshold", async () => {
    const data = [{ a: "How do I pay?", b: "how do i pay", label: 1, similarity: 0.3 }] as const;
    const { rates, curve } = await evaluate({ data, thresholds: [0.99] });

    expect(rates.right).toBe(1);
    expect(curve[0]?.guarded.right).toBe(1);
  });

  test("what goes past the cache is a miss at any threshold, and the report says why", async () => {
    const data = [{ a: "The weather today", b: "Weather today", label: 1, similarity: 1 }] as const;
    const { worst, curve } = await evaluate({ data, thresholds: [0] });

    expect(worst.missedHits).toMatchObject([{ reason: "time-sensitive" }]);
    expect(curve[0]?.unguarded.hits).toBe(0);
  });

  test("a verifier has its say", async () => {
    const { rates, worst, setup } = await evaluate({
      data: PAIRS,
      cache: { ...CACHE, verify: ({ query }) => query !== "I forgot my password" },
    });

    expect(setup.verifies).toBe(true);
    expect(rates).toMatchObject({ right: 0, wrong: 1 });
    expect(worst.missedHits[0]).toMatchObject({
      reason: "unverified",
      similarity: expect.closeTo(0.95),
    });
  });

  test("the verifier reads the answer a row brings", async () => {
    const [pair] = PAIRS;
    const read: string[] = [];
    const verify = ({ answer }: { answer: string }): boolean => Boolean(read.push(answer));
    const data = [{ ...pair, answer: "Settings, then Security." }] as LabelledPair[];

    await evaluate({ data, cache: { ...CACHE, verify } });

    expect(read).toEqual(["Settings, then Security."]);
  });

  test("gives rates for every category", async () => {
    const [one, two, three] = PAIRS as [LabelledPair, LabelledPair, LabelledPair];
    const data = [
      { ...one, category: "account" },
      { ...two, cat: "shipping" },
      { ...three, category: "shipping" },
    ];
    const { categories } = await evaluate({ data, cache: CACHE });

    expect(categories.map(({ category }) => category)).toEqual(["account", "shipping"]);
    expect(categories[1]).toMatchObject({ lookups: 2, mustHit: 1, right: 0, wrong: 0 });
  });
});

describe("where vectors come from", () => {
  const refusing = fakeEmbedding(() => Promise.reject(new Error("not to be asked")));

  test("vectors that came with the rows ask no model, and its name chooses the threshold", async () => {
    const data = [
      { a: "one text", b: "two texts", label: 1, vectorA: [1, 0], vectorB: [4, 3] },
    ] as const;
    const embeddingModel = { ...refusing, modelId: "text-embedding-3-small" };
    const { setup, worst } = await evaluate({ data, cache: { embeddingModel, guards: false } });

    expect(setup).toMatchObject({ embeddingModel: "test/text-embedding-3-small", threshold: 0.85 });
    expect(worst.missedHits[0]?.similarity).toBeCloseTo(0.8);
  });

  test('vectors: "model" makes them anew', async () => {
    const embeddingModel = fakeEmbedding(() => [1, 0]);
    const { rates } = await evaluate({ data: PAIRS, cache: { embeddingModel }, vectors: "model" });

    expect(embeddingModel.asked.toSorted()).toEqual(PAIRS.flatMap(({ a, b }) => [a, b]).toSorted());
    expect(rates.hits).toBeGreaterThan(1);
  });

  test("a model that fails ends the evaluation: rates without vectors would be a lie", async () => {
    const data = PAIRS.map(({ a, b, label }) => ({ a, b, label }));

    const evaluation = evaluate({ data, cache: { embeddingModel: refusing } });

    await expect(evaluation).rejects.toThrow("not to be asked");
  });
});

describe("an evaluation", () => {
  test("leaves the application's store and listeners alone", async () => {
    const store = memoryStore();
    const heard: unknown[] = [];
    const cache = { ...CACHE, store, onEvent: (event: unknown) => void heard.push(event) };

    await evaluate({ data: PAIRS, cache });

    expect(await store.size()).toMatchObject({ entries: 0 });
    expect(heard).toEqual([]);
  });

  test("is data: JSON keeps all of it", async () => {
    const evaluation = await evaluate({ data: PAIRS, cache: CACHE });

    expect(JSON.parse(JSON.stringify(evaluation))).toStrictEqual(evaluation);
  });

  test("says how far it is", async () => {
    const steps: string[] = [];
    const data = PAIRS.map(({ a, b, label }) => ({ a, b, label }));

    await evaluate({
      data,
      onProgress: ({ step, done, total }) => void steps.push(`${step} ${done}/${total}`),
    });

    expect(steps).toEqual(["embedding 10/10", ...[1, 2, 3, 4, 5].map((done) => `pairs ${done}/5`)]);
  });

  test("ends when it is told to", async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error("enough"));

    const evaluation = evaluate({ data: PAIRS, onProgress, abortSignal: controller.signal });

    await expect(evaluation).rejects.toThrow("enough");
  });

  test("of no rows has no rates and no errors", async () => {
    const { rates, budget, curve } = await evaluate({ data: [] });

    expect(rates.recall).toEqual({ count: 0, of: 0, share: null, low: 0, high: 1 });
    expect([budget, curve]).toEqual([null, []]);
  });
});

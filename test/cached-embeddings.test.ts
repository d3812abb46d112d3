import { embed, embedMany, wrapEmbeddingModel } from "ai";
import * as ai4 from "ai4";
import * as ai5 from "ai5";
import * as ai6 from "ai6";
import { beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import {
  type CachedEmbeddingsOptions,
  cachedEmbeddings,
  cachedEmbeddingsMiddleware,
} from "../src/cached-embeddings.ts";
import { memoryStore } from "../src/index.ts";
import { cachedModel } from "./support/cached-model.ts";
import { type FakeEmbedding, fakeEmbedding, trigramEmbedding } from "./support/embedding.ts";

const DAY = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-01T12:00:00Z") });
  return () => void vi.useRealTimers();
});

/** A model that counts tokens: one a text. */
function countingModel(modelId?: string): FakeEmbedding {
  const model = fakeEmbedding((text) => [text.length, 0.1, -1e-300], modelId);
  const { doEmbed } = model;
  model.doEmbed = async (options) => ({
    ...(await doEmbed(options)),
    usage: { tokens: options.values.length },
  });
  return model;
}

function app(options?: CachedEmbeddingsOptions): { asked: string[]; model: FakeEmbedding } {
  const inner = countingModel();
  return { asked: inner.asked, model: cachedEmbeddings(inner, options) };
}

test("a text is embedded once, and the very numbers come back", async () => {
  const { asked, model } = app();

  const first = await embed({ model, value: "password" });
  const second = await embed({ model, value: "password" });

  expect(second.embedding).toEqual(first.embedding);
  expect(second.embedding).toEqual([8, 0.1, -1e-300]);
  expect(asked).toEqual(["password"]);
  expect([first.usage.tokens, second.usage.tokens]).toEqual([1, 0]);
});

test("of many texts only the new ones are asked, in any order, once each", async () => {
  const { asked, model } = app();
  await embedMany({ model, values: ["one", "three"] });

  const values = ["three", "seven", "one", "seven", "eleven"];
  const { embeddings, usage } = await embedMany({ model, values });

  expect(embeddings.map(([length]) => length)).toEqual([5, 5, 3, 5, 6]);
  expect(asked).toEqual(["one", "three", "seven", "eleven"]);
  expect(usage.tokens).toBe(2);
});

test("what changes the numbers keeps them apart", async () => {
  const store = memoryStore();
  const [one, other] = [countingModel("one"), countingModel("other")];
  const [cachedOne, cachedOther] = [one, other].map((model) => cachedEmbeddings(model, { store }));
  const value = "password";

  for (const model of [cachedOne, cachedOther]) if (model) await embed({ model, value });
  if (cachedOne) {
    const providerOptions = { test: { dimensions: 2 } };
    await embed({ model: cachedOne, value, providerOptions });
    await embed({ model: cachedOne, value, providerOptions, headers: { "x-trace": "1" } });
  }

  expect([one.asked.length, other.asked.length]).toEqual([2, 1]);
});

test("settings that ai 4 keeps on the model count as well", async () => {
  const store = memoryStore();
  const small = { ...countingModel(), settings: { dimensions: 2 } };
  const large = { ...countingModel(), settings: { dimensions: 3 } };

  await cachedEmbeddings(small, { store }).doEmbed({ values: ["password"] });
  await cachedEmbeddings(large, { store }).doEmbed({ values: ["password"] });

  expect(large.asked).toEqual(["password"]);
});

test("an embedding lives as long as it is told", async () => {
  const { asked, model } = app({ ttl: "2d" });
  await embed({ model, value: "password" });

  vi.setSystemTime(Date.now() + DAY);
  await embed({ model, value: "password" });
  vi.setSystemTime(Date.now() + DAY);
  await embed({ model, value: "password" });

  expect(asked).toHaveLength(2);
});

test("stores get whole milliseconds and no infinite times, whatever the lifetime", async () => {
  const store = memoryStore();

  for (const [index, ttl] of [Number.POSITIVE_INFINITY, 1_000.5].entries()) {
    await embed({ model: app({ store, ttl }).model, value: `text ${index}` });
  }

  const times = (await Array.fromAsync(store.entries())).map(({ expiresAt }) => expiresAt);
  expect(times.map(Number.isSafeInteger)).toEqual([true, true]);
});

test("a store may be shared with answers, which are cleared by themselves", async () => {
  const store = memoryStore();
  const embeddingModel = countingModel();
  const cached = { store, embeddingModel: cachedEmbeddings(embeddingModel, { store }) };
  const { ask, cache } = cachedModel(cached);
  await ask("How do I reset my password?");

  await cache.clear({ namespace: "" });
  const again = cachedModel(cached);
  await again.ask("How do I reset my password?");

  expect(again.path()).toEqual(["miss:no-match", "write"]);
  expect(embeddingModel.asked).toHaveLength(1);
  expect(await cache.size({ namespace: "embeddings" })).toMatchObject({ entries: 1 });
});

describe("whatever happens, the texts are embedded", () => {
  test.each<[string, object]>([
    ["reads fail", { get: () => Promise.reject(new Error("down")) }],
    ["writes fail", { set: () => Promise.reject(new Error("down")) }],
    [
      "reads throw",
      {
        get: () => {
          throw new Error("down");
        },
      },
    ],
  ])("%s", async (_what, broken) => {
    const errors: unknown[] = [];
    const store = { ...memoryStore(), ...broken };
    const { model } = app({ store, onError: (error) => void errors.push(error) });

    const { embedding } = await embed({ model, value: "password" });

    expect(embedding[0]).toBe(8);
    expect(errors).toEqual([new Error("down")]);
  });

  test.each([
    [
      "at once",
      () => {
        throw new Error("mine");
      },
    ],
    ["later", () => Promise.reject(new Error("mine"))],
  ])("onError throws %s", async (_when, onError) => {
    const down = () => Promise.reject(new Error("down"));
    const { model } = app({ store: { ...memoryStore(), get: down, set: down }, onError });

    const { embedding } = await embed({ model, value: "password", maxRetries: 0 });
    await new Promise((resolve) => setTimeout(resolve)); // the write behind it: unhandled, it fails the run

    expect(embedding[0]).toBe(8);
  });

  test.each([
    ["damaged", (payload: string) => payload.replace("f64 ", "f64 A")],
    ["of another version", () => "embedding/2 x"],
  ])("an entry is %s", async (_what, damage) => {
    const store = memoryStore();
    const { asked, model } = app({ store });
    await embed({ model, value: "password" });
    const [entry] = await Array.fromAsync(store.entries());
    if (entry) store.set({ ...entry, payload: damage(entry.payload) });

    const { embedding } = await embed({ model, value: "password" });

    expect([embedding[0], asked.length]).toEqual([8, 2]);
  });

  test("the model's own error passes", async () => {
    const inner = countingModel();
    inner.doEmbed = () => Promise.reject(new Error("overloaded"));
    const model = cachedEmbeddings(inner);

    await expect(embed({ model, value: "x", maxRetries: 0 })).rejects.toThrow("overloaded");
  });
});

test("it is the same model in everything else", () => {
  const inner = countingModel("small");

  const model = cachedEmbeddings(inner);

  expectTypeOf(model).toEqualTypeOf<FakeEmbedding>();
  const { provider, modelId, specificationVersion, maxEmbeddingsPerCall } = model;
  const seen = { provider, modelId, specificationVersion, maxEmbeddingsPerCall };
  expect(seen).toMatchObject({ provider: "test", modelId: "small", maxEmbeddingsPerCall: 100 });
});

describe("of every major of the SDK", () => {
  type Embed = (options: { model: never; value: string }) => Promise<{ embedding: number[] }>;
  const VERSIONS: [name: string, version: string, embedWith: Embed][] = [
    ["ai 4", "v1", ai4.embed],
    ["ai 5", "v2", ai5.embed],
    ["ai 6", "v3", ai6.embed],
    ["ai 7", "v4", embed],
  ];

  test.each(VERSIONS)("%s", async (_name, specificationVersion, embedWith) => {
    const inner = { ...trigramEmbedding(), specificationVersion };
    const model = cachedEmbeddings(inner) as never;

    const first = await embedWith({ model, value: "password" });
    const second = await embedWith({ model, value: "password" });

    expect(second.embedding).toEqual(first.embedding);
    expect(inner.asked).toEqual(["password"]);
  });
});

describe("as a middleware", () => {
  test("of ai 7", async () => {
    const inner = countingModel();
    const model = wrapEmbeddingModel({ model: inner, middleware: cachedEmbeddingsMiddleware() });

    await embedMany({ model, values: ["one", "two"] });
    const { embeddings } = await embedMany({ model, values: ["two", "three"] });

    expect(embeddings.map(([length]) => length)).toEqual([3, 5]);
    expect(inner.asked).toEqual(["one", "two", "three"]);
  });

  test("of ai 6", async () => {
    const inner = { ...countingModel(), specificationVersion: "v3" as const };
    const middleware = cachedEmbeddingsMiddleware();
    const model = ai6.wrapEmbeddingModel({ model: inner, middleware });

    await ai6.embed({ model, value: "one" });
    await ai6.embed({ model, value: "one" });

    expect(inner.asked).toEqual(["one"]);
  });
});

test.each([
  [() => cachedEmbeddings({} as FakeEmbedding), "model must be an AI SDK embedding model"],
  [() => cachedEmbeddingsMiddleware({ ttl: "soon" as "1d" }), "ttl must be a duration"],
])("%s is refused", (create, message) => {
  expect(create).toThrow(message);
});

import { calcPrice as calcListPrice } from "@pydantic/genai-prices";
import { describe, expect, test } from "vitest";
import { type PricedCall, type Pricing, semanticCache } from "../src/index.ts";
import { type CalculatePrice, libraryPrices } from "../src/observe/library-prices.ts";
import { createCostFunction } from "../src/observe/pricing.ts";
import { cachedModel } from "./support/cached-model.ts";
import { fakeEmbedding, type trigramEmbedding, trigramVector } from "./support/embedding.ts";

const QUESTION = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";
const MILLION = 1_000_000;
const usage = { inputTokens: MILLION, outputTokens: MILLION };

/** A model call of the tests uses 10 and 20 tokens: at these prices it costs 50 dollars. */
const MODEL = { "mock-model-id": { inputPerMillion: MILLION, outputPerMillion: 2 * MILLION } };
const EMBEDDING = { "test/fake": { inputPerMillion: MILLION } };

function embeddingOf(tokens: number): ReturnType<typeof trigramEmbedding> {
  const model = fakeEmbedding((text) => trigramVector(text));
  const { doEmbed } = model;
  return { ...model, doEmbed: async (call) => ({ ...(await doEmbed(call)), usage: { tokens } }) };
}

describe("a price", () => {
  const costOf = createCostFunction([
    { "gpt-5-mini": { inputPerMillion: 0.25, outputPerMillion: 2, cachedInputPerMillion: 0.025 } },
    { "openai/gpt-5": { inputPerMillion: 1, outputPerMillion: 10, currency: "EUR" } },
    ({ modelId }) => (modelId === "mine" ? { amount: 7 } : undefined),
  ]);

  test.each([
    ["openai.responses/gpt-5-mini", { amount: 2.25, currency: "USD" }],
    ["anybody/gpt-5-mini", { amount: 2.25, currency: "USD" }],
    ["openai.responses/gpt-5", { amount: 11, currency: "EUR" }],
    ["local/mine", { amount: 7, currency: "USD" }],
    ["anybody/gpt-5", "unpriced"],
    ["openai/gpt-5-nano", "unpriced"],
    ["openai/__proto__", "unpriced"],
  ])("of %s", (model, cost) => {
    expect(costOf(model, usage)).toEqual(cost);
  });

  test("counts what the provider's own cache knew at its own price", () => {
    const cost = costOf("openai/gpt-5-mini", { ...usage, cachedInputTokens: MILLION });

    expect(cost).toEqual({ amount: 2.025, currency: "USD" });
  });

  test("of a call whose tokens nobody counted is not known", () => {
    expect(costOf("openai/gpt-5-mini", { inputTokens: 5 })).toBe("unpriced");
  });

  test.each([
    ["throws", () => Promise.reject as never],
    ["is no number", () => ({ amount: Number.NaN })],
  ])("that %s is not known", (_, price) => {
    expect(createCostFunction(price as Pricing)("a/b", usage)).toBe("unpriced");
  });
});

describe("libraryPrices", () => {
  const asked: string[] = [];
  const calcPrice: CalculatePrice = ({ cache_read_tokens }, modelId, { providerId }) => {
    asked.push(`${providerId} ${modelId} ${cache_read_tokens}`);
    return modelId === "gpt-5-mini" ? { total_price: 2.25, provider: { id: providerId } } : null;
  };
  const priceOf = (provider: string, modelId: string): unknown =>
    libraryPrices(calcPrice)({ provider, modelId, usage: { ...usage, cachedInputTokens: 0 } });

  test.each([
    ["openai", "gpt-5-mini"],
    ["openai.responses", "gpt-5-mini"],
    ["azure.chat", "gpt-5-mini"],
    ["gateway", "openai/gpt-5-mini"],
  ])("%s/%s is known", (provider, modelId) => {
    expect(priceOf(provider, modelId)).toEqual({ amount: 2.25, currency: "USD" });
  });

  test("a provider that only sounds like one is not asked about: that would be a guess", () => {
    asked.length = 0;

    const prices = ["my-openai-proxy", "constructor", ""].map((name) =>
      priceOf(name, "gpt-5-mini"),
    );

    expect(prices).toEqual([undefined, undefined, undefined]);
    expect(asked).toEqual([]);
  });

  test("the library is as it is used here", () => {
    const costs = ["openai.responses/gpt-5-mini", "openai.embedding/text-embedding-3-small", "x/y"];

    const priced = costs.map((model) =>
      createCostFunction(libraryPrices(calcListPrice))(model, { ...usage, outputTokens: 0 }),
    );

    const price = { amount: expect.any(Number), currency: "USD" };
    expect(priced).toEqual([price, price, "unpriced"]);
  });
});

describe("money in stats", () => {
  test("is what the hits' tokens cost, less what embedding cost", async () => {
    const pricing = { ...MODEL, ...EMBEDDING };
    const { ask, cache } = cachedModel({ pricing, embeddingModel: embeddingOf(3) });

    await ask(QUESTION);
    await ask(PARAPHRASE);
    await ask(PARAPHRASE);

    const { saved, spent } = cache.stats();
    expect(saved).toMatchObject({ money: 100, unpriced: 0, netMoney: 94, currency: "USD" });
    expect(spent.embedding).toMatchObject({ calls: 2, inputTokens: 6, money: 6, unpriced: 0 });
    expect(cache.stats().byModel["mock-provider/mock-model-id"]?.saved.money).toBe(100);
  });

  test("is less what a verifier says it cost", async () => {
    const { ask, cache } = cachedModel({
      pricing: [MODEL, () => ({ amount: 1 })],
      verify(_candidate, { reportUsage }) {
        reportUsage?.("openai/judge", { inputTokens: 40, outputTokens: 1 });
        return true;
      },
    });

    await ask(QUESTION);
    await ask(PARAPHRASE);

    const { saved, spent } = cache.stats();
    expect(spent.verify).toMatchObject({ calls: 1, inputTokens: 40, outputTokens: 1, money: 1 });
    expect(saved.netMoney).toBe(50 - 2 - 1);
  });

  test("is absent without prices", async () => {
    const { ask, cache } = cachedModel();

    await ask(QUESTION);
    await ask(QUESTION);

    expect(cache.stats().saved).toEqual({
      inputTokens: 10,
      outputTokens: 20,
      milliseconds: expect.any(Number),
    });
    expect(cache.stats().spent.embedding).toMatchObject({ calls: 1 });
  });

  test("of a model without a price is not guessed, but counted", async () => {
    const { ask, cache } = cachedModel({ pricing: EMBEDDING });

    await ask(QUESTION);
    await ask(QUESTION);

    expect(cache.stats().saved).toMatchObject({ money: 0, unpriced: 1 });
  });

  test("has no net while a part of the cost is not known", async () => {
    const { ask, cache } = cachedModel({ pricing: MODEL });

    await ask(QUESTION);
    await ask(QUESTION);

    const { saved, spent } = cache.stats();
    expect(saved).toMatchObject({ money: 50 });
    expect(saved).not.toHaveProperty("netMoney");
    expect(spent.embedding).toMatchObject({ money: 0, unpriced: 1 });
  });

  test("two currencies are not added up", async () => {
    const pricing = ({ modelId }: PricedCall) =>
      modelId === "fake" ? { amount: 1, currency: "USD" } : { amount: 50, currency: "EUR" };
    const { ask, cache } = cachedModel({ pricing });

    await ask(QUESTION);
    await ask(QUESTION);

    expect(cache.stats().saved).toMatchObject({ money: 0, unpriced: 1, currency: "USD" });
  });
});

test.each([
  [{ "gpt-5-mini": { input: 1 } }, "an object with the fields gpt-5-mini"],
  [{ "gpt-5-mini": { inputPerMillion: -1 } }, "an object with the fields gpt-5-mini"],
  ["library", '"library"'],
  [[], "[]"],
])("the option pricing refuses %j", (pricing, got) => {
  expect(() => semanticCache({ pricing: pricing as never })).toThrow(`pricing must be prices by`);
  expect(() => semanticCache({ pricing: pricing as never })).toThrow(`got ${got}.`);
});

import { generateText, wrapLanguageModel } from "ai";
import { describe, expect, test, vi } from "vitest";
import { type SemanticCacheCallOptions, SemanticCacheError, semanticCache } from "../src/index.ts";
import { cachedModel, mockModel } from "./support/cached-model.ts";

const QUESTION = "How do I reset my password?";
const saying = (semanticCache: SemanticCacheCallOptions) => ({
  prompt: QUESTION,
  providerOptions: { semanticCache: { ...semanticCache } as Record<string, string | number> },
});

/** What other middleware does to call options. */
const copyParams = async <P extends object>({ params }: { params: P }): Promise<P> => ({
  ...params,
});

describe("what a call says to the cache", () => {
  test("never reaches the provider", async () => {
    const { ask, inner } = cachedModel();
    const providerOptions = { semanticCache: { ttl: "1h" }, openai: { user: "u" } };

    await ask({ prompt: QUESTION, providerOptions });
    await ask(saying({ cache: "reload" }));

    expect(inner.doGenerateCalls.map((call) => call.providerOptions)).toEqual([
      { openai: { user: "u" } },
      undefined,
    ]);
  });

  test("a namespace of its own keeps the answer from every other namespace", async () => {
    const { ask, path } = cachedModel({ namespace: "shared" });

    await ask(saying({ namespace: "ada" }));
    await ask(saying({ namespace: "bob" }));
    await ask(saying({}));
    await ask(saying({ namespace: "ada" }));

    expect(path().filter((step) => step !== "write")).toEqual([
      "miss:no-match",
      "miss:no-match",
      "miss:no-match",
      "hit:exact",
    ]);
  });

  test("reaches a second cache behind the first: two tenants stay two", async () => {
    const caches = [
      semanticCache({ embeddingModel: null }),
      semanticCache({ embeddingModel: null }),
    ];
    const copies = { specificationVersion: "v4" as const, transformParams: copyParams };
    const ask = async (tenant: string): Promise<string> => {
      const inner = mockModel(() => `balance of ${tenant}`);
      const [first, second] = caches;
      const middleware = [first, copies, second].filter((one) => one !== undefined);
      const model = wrapLanguageModel({ model: inner, middleware });
      const providerOptions = { semanticCache: { namespace: tenant } };
      const { text } = await generateText({ model, prompt: "my balance?", providerOptions });
      await Promise.all(caches.map((cache) => cache.flush()));
      return text;
    };

    expect([await ask("ada"), await ask("bob")]).toEqual(["balance of ada", "balance of bob"]);
    await caches[0]?.clear();
    expect([await ask("ada"), await ask("bob")]).toEqual(["balance of ada", "balance of bob"]);
  });

  test("a scope is one more thing that must be equal", async () => {
    const { ask, path } = cachedModel();

    await ask(saying({ scope: "handbook v1" }));
    await ask(saying({ scope: "handbook v2" }));
    await ask(saying({ scope: "handbook v1" }));

    expect(path().filter((step) => step.startsWith("hit"))).toEqual(["hit:exact"]);
  });

  test("a lifetime of its own outlives, or not, the cache's own", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { ask, path } = cachedModel({ ttl: "1h" });

    await ask(saying({ ttl: "1m" }));
    vi.advanceTimersByTime(59_999);
    await ask(saying({}));
    vi.advanceTimersByTime(1);
    await ask(saying({}));

    expect(path().filter((step) => step !== "evict")).toEqual([
      ...["miss:no-match", "write", "hit:exact"],
      ...["miss:no-match", "write"],
    ]);
    vi.useRealTimers();
  });

  test("reload asks the model and replaces what was stored, also for paraphrases", async () => {
    const { ask, path } = cachedModel();

    await ask(QUESTION);
    const reloaded = await ask(saying({ cache: "reload" }));
    const again = await ask(QUESTION);
    const paraphrase = await ask("How can I reset my password?");

    expect([reloaded.text, again.text, paraphrase.text]).toEqual([
      "answer 2",
      "answer 2",
      "answer 2",
    ]);
    expect(path()).toEqual([
      ...["miss:no-match", "write", "miss:reload", "write"],
      ...["hit:exact", "hit:semantic"],
    ]);
  });

  test("no-store leaves no trace", async () => {
    const { ask, cache, path } = cachedModel();

    await ask(saying({ cache: "no-store" }));

    expect(path()).toEqual(["bypass:no-store"]);
    expect(await cache.size()).toMatchObject({ entries: 0 });
  });

  test("only-if-cached never asks the model, and says so", async () => {
    const { ask, calls } = cachedModel();

    await expect(ask(saying({ cache: "only-if-cached" }))).rejects.toSatisfy(
      (error) => SemanticCacheError.isInstance(error) && error.code === "not-cached",
    );
    expect(calls()).toBe(0);

    await ask(QUESTION);
    const { text } = await ask(saying({ cache: "only-if-cached" }));
    expect(text).toBe("answer 1");
  });

  test("only-if-cached holds also where the cache is not consulted", async () => {
    const { ask, calls } = cachedModel({ shouldCache: () => false });

    await expect(ask(saying({ cache: "only-if-cached" }))).rejects.toThrow(
      'The call said cache: "only-if-cached", and this was a bypass.',
    );

    expect(calls()).toBe(0);
  });
});

test("a namespace can be told from the request", async () => {
  const { ask, path } = cachedModel({
    namespace: ({ providerOptions }) => String(Reflect.get(providerOptions.app ?? {}, "tenant")),
  });
  const as = (tenant: string) => ({ prompt: QUESTION, providerOptions: { app: { tenant } } });

  await ask(as("a"));
  await ask(as("b"));
  await ask(as("a"));

  expect(path().filter((step) => step.startsWith("hit"))).toEqual(["hit:exact"]);
});

test("shouldStore sees the answer and its request", async () => {
  const { ask, path } = cachedModel({
    shouldStore: ({ text }, { query }) => !text.includes("1") && query !== undefined,
  });

  await ask(QUESTION);
  await ask(QUESTION);
  await ask(QUESTION);

  expect(path()).toEqual([
    ...["miss:no-match", "not-stored:should-store"],
    ...["miss:no-match", "write", "hit:exact"],
  ]);
});

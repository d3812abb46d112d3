import { generateText } from "ai";
import { describe, expect, test } from "vitest";
import type { SemanticCacheOptions } from "../../../src/index.ts";
import { type Ask, cachedModel } from "../../support/cached-model.ts";

const QUESTION = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";

const saying = (semanticCache: Record<string, string | number>): Partial<Ask> => ({
  providerOptions: { semanticCache },
});

describe("explain says what the next call does", () => {
  test.each<[string, SemanticCacheOptions, Ask]>([
    ["an equal question", {}, { prompt: QUESTION }],
    ["a paraphrase", {}, { prompt: PARAPHRASE }],
    ["a question that is vetoed", {}, { prompt: "How do I not reset my password?" }],
    ["one a little too far away", { threshold: 0.95 }, { prompt: PARAPHRASE }],
    ["one that is far away", {}, { prompt: "Where is the invoice for the chair?" }],
    ["a threshold of its own", {}, { prompt: PARAPHRASE, ...saying({ threshold: 0.95 }) }],
    ["a scope of its own", {}, { prompt: QUESTION, ...saying({ scope: "ann" }) }],
    ["reload", {}, { prompt: QUESTION, ...saying({ cache: "reload" }) }],
    ["no-store", {}, { prompt: QUESTION, ...saying({ cache: "no-store" }) }],
    ["an unknown option", {}, { prompt: QUESTION, ...saying({ tenant: "a" }) }],
    ["a rule", {}, { prompt: "What is the weather today?" }],
    ["a verifier that refuses", { verify: () => false }, { prompt: PARAPHRASE }],
    ["read-only", { mode: "read-only" }, { prompt: QUESTION }],
    ["shadow mode", { mode: "shadow" }, { prompt: PARAPHRASE }],
    ["a cache that is off", { mode: "off" }, { prompt: QUESTION }],
  ])("%s", async (_name, options, call) => {
    const { ask, cache, inner, events } = cachedModel(options);
    await ask(QUESTION);
    const { outcome, kind, reason } = await cache.explain({ model: inner, ...call });
    events.length = 0;

    await ask(call);

    const decided = events.find(({ type }) => ["hit", "miss", "bypass"].includes(type));
    const known = outcome === "hit" ? { kind } : { reason };
    expect(decided).toMatchObject({ type: outcome, ...known });
  });
});

describe("a call that goes past the cache", () => {
  test("names the rule", async () => {
    const { cache, inner } = cachedModel();

    const explanation = await cache.explain({ model: inner, prompt: "Who won today?" });

    expect(explanation).toMatchObject({ reason: "rule", rule: "time-sensitive", nearest: [] });
    expect(explanation.text).toContain("bypass, rule time-sensitive");
  });

  test("names what was malformed", async () => {
    const { cache, inner } = cachedModel();

    const explanation = await cache.explain({
      model: inner,
      prompt: QUESTION,
      ...saying({ tenant: "a" }),
    });

    expect(explanation.reason).toBe("invalid-directive");
    expect(explanation.problem).toContain('got "tenant"');
  });
});

describe("what a call does on a miss", () => {
  test.each<[string, SemanticCacheOptions, Partial<Ask>, string]>([
    ["usually", {}, {}, "asks the model and stores its answer"],
    ["read-only", { mode: "read-only" }, {}, "asks the model and stores nothing: read-only"],
    [
      "only-if-cached",
      {},
      saying({ cache: "only-if-cached" }),
      "throws not-cached: the call said only-if-cached",
    ],
  ])("%s", async (_name, options, call, expected) => {
    const { cache, inner } = cachedModel(options);

    const { outcome, action } = await cache.explain({ model: inner, prompt: QUESTION, ...call });

    expect(outcome).toBe("miss");
    expect(action).toBe(expected);
  });

  test("in shadow mode: what it would have served is said", async () => {
    const { ask, cache, inner } = cachedModel({ mode: "shadow" });
    await ask(QUESTION);

    const explanation = await cache.explain({ model: inner, prompt: PARAPHRASE });

    expect(explanation).toMatchObject({ outcome: "miss", reason: "shadow", kind: "semantic" });
    expect(explanation.action).toMatch(/shadow mode: would have served entry [0-9a-f]{8}$/);
    expect(await cache.explain({ model: inner, prompt: QUESTION })).toMatchObject({
      kind: "exact",
      exact: { served: false, reason: "shadow" },
    });
  });
});

describe("a model call under way", () => {
  /** A cache whose model says nothing before it is told to. */
  function waitingModel() {
    const asked = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    const made = cachedModel();
    const { doGenerate } = made.inner;
    made.inner.doGenerate = async (options) => {
      asked.resolve();
      await told.promise;
      return doGenerate(options);
    };
    const answer = generateText({ model: made.model, prompt: QUESTION });
    return { ...made, asked: asked.promise, answer, tell: () => told.resolve() };
  }

  test.each([
    ["the same question", QUESTION, { kind: "exact", shared: true }],
    ["a similar question", PARAPHRASE, { kind: "semantic", shared: true }],
  ])("for %s is waited for", async (_name, prompt, call) => {
    const { cache, inner, asked, answer, tell } = waitingModel();
    await asked;

    const explanation = await cache.explain({ model: inner, prompt });
    tell();
    await answer;

    expect(explanation).toMatchObject({ outcome: "hit", kind: call.kind, inFlight: true });
    expect(explanation.underWay).toMatchObject([{ ...call, query: QUESTION }]);
    expect(explanation.action).toBe(`waits for the model call under way for "${QUESTION}"`);
  });

  test.each([
    ["when a guard speaks against it", { prompt: "How do I not reset my password?" }],
    [
      "when the call wants an answer of its own",
      { prompt: QUESTION, ...saying({ cache: "reload" }) },
    ],
  ])("is not waited for %s", async (_name, call) => {
    const { cache, inner, asked, answer, tell } = waitingModel();
    await asked;

    const { outcome, underWay } = await cache.explain({ model: inner, ...call });
    tell();
    await answer;

    expect(outcome).toBe("miss");
    expect(underWay).toMatchObject([{ shared: false }]);
  });
});

describe("explain leaves no trace", () => {
  test("it serves, stores, counts and reports nothing", async () => {
    const { ask, cache, inner, events, calls } = cachedModel();
    await ask(QUESTION);
    const before = [events.length, calls(), cache.stats().requests, (await cache.size()).entries];

    for (const prompt of [QUESTION, PARAPHRASE, "Where is the invoice?", "Who won today?"]) {
      await cache.explain({ model: inner, prompt });
    }

    const after = [events.length, calls(), cache.stats().requests, (await cache.size()).entries];
    expect(after).toEqual(before);
  });

  test("what it says survives JSON", async () => {
    const { ask, cache, inner } = cachedModel({ verify: () => true });
    await ask(QUESTION);

    const explanation = await cache.explain({ model: inner, prompt: PARAPHRASE, temperature: 0 });

    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });
});

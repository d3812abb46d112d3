import { generateText, jsonSchema, type ToolSet, tool } from "ai";
import { describe, expect, test } from "vitest";
import type { Explanation, SemanticCacheOptions } from "../../../src/index.ts";
import { cachedModel } from "../../support/cached-model.ts";

const QUESTION = "How do I reset my password?";

/** What `explain` says of a call to a fresh cache. */
function explained(call: object, options: SemanticCacheOptions = {}): Promise<Explanation> {
  const { cache, inner } = cachedModel(options);
  return cache.explain({ model: inner, prompt: QUESTION, ...call });
}

const partOf = ({ plan }: Explanation, name: string) =>
  plan.inScope.find((part) => part.name === name);

describe("what must be equal before an answer is shared", () => {
  test("is named, with its value", async () => {
    const tools = { look: tool({ inputSchema: jsonSchema({ type: "object" }) }) } as ToolSet;
    const providerOptions = { openai: { reasoningEffort: "low" }, semanticCache: { scope: "ann" } };
    const call = { system: "Be brief.", temperature: 0.5, tools, providerOptions };

    const { plan } = await explained(call, { namespace: "support", epoch: 7 });

    expect(Object.fromEntries(plan.inScope.map(({ name, value }) => [name, value]))).toEqual({
      keyFormat: "1",
      epoch: "7",
      namespace: "support",
      callScope: "ann",
      instructions: "Be brief.",
      provider: "mock-provider",
      modelId: "mock-model-id",
      tools: "look",
      providerOptions: '{"openai":{"reasoningEffort":"low"}}',
      temperature: "0.5",
    });
  });

  test("differs in its fingerprint where two calls do not share answers, and nowhere else", async () => {
    const one = await explained({ system: "Be brief.", temperature: 0 });
    const other = await explained({ system: "Be brief!", temperature: 0 });

    const isSame = (name: string) =>
      partOf(one, name)?.fingerprint === partOf(other, name)?.fingerprint;
    expect(one.scope).not.toBe(other.scope);
    expect(isSame("instructions")).toBe(false);
    expect(isSame("temperature")).toBe(true);
  });

  test("has fingerprints that nobody can make without the secret", async () => {
    const open = await explained({ system: "Be brief." });
    const secret = await explained({ system: "Be brief." }, { secret: "x".repeat(32) });

    expect(partOf(open, "instructions")?.fingerprint).not.toBe(
      partOf(secret, "instructions")?.fingerprint,
    );
  });

  test("includes files and other parts of the question", async () => {
    const content = [
      { type: "text", text: "What is this?" },
      { type: "file", data: Uint8Array.of(1), mediaType: "image/png" },
    ];

    const explanation = await explained({
      prompt: undefined,
      messages: [{ role: "user", content }],
    });

    expect(partOf(explanation, "questionParts")?.value).toBe("text, file image/png");
  });
});

describe("earlier turns", () => {
  const ask = (content: string) => ({ role: "user" as const, content });
  const say = (content: string) => ({ role: "assistant" as const, content });

  test("are a stored conversation, where a paraphrase of it was answered from the cache", async () => {
    const { model, cache, inner } = cachedModel();
    const { text } = await generateText({ model, prompt: QUESTION });
    await cache.flush();
    await generateText({ model, prompt: "How can I reset my password?" });
    await cache.flush();
    const next = (first: string) =>
      cache.explain({ model: inner, messages: [ask(first), say(text), ask("And then?")] });

    const same = await next(QUESTION);
    const paraphrased = await next("How can I reset my password?");

    expect(partOf(same, "earlierTurns")).toMatchObject({ value: "2, of a stored conversation" });
    expect(partOf(paraphrased, "earlierTurns")).toEqual(partOf(same, "earlierTurns"));
    expect(paraphrased.scope).toBe(same.scope);
  });

  test("are to the letter where no stored conversation is like this", async () => {
    const messages = [ask("Hello"), say("Hello! How can I help?"), ask(QUESTION)];

    const explanation = await explained({ prompt: undefined, messages });

    const { value } = partOf(explanation, "earlierTurns") ?? {};
    expect(value).toBe("2, of no stored conversation: to the letter");
  });

  test("are what conversation() makes of them", async () => {
    const conversation = () => ({ query: "How does one reset a password?", context: "accounts" });

    const explanation = await explained({}, { conversation });

    expect(partOf(explanation, "earlierTurns")?.value).toBe("context of conversation()");
    expect(explanation.query).toBe("How does one reset a password?");
  });
});

describe("what makes no difference", () => {
  const cached = { anthropic: { cacheControl: { type: "ephemeral" } } };

  test("is named: headers, signals, options for billing and for the provider's own cache", async () => {
    const { plan } = await explained({
      prompt: undefined,
      headers: { "x-trace": "1" },
      abortSignal: new AbortController().signal,
      providerOptions: { openai: { user: "ann", reasoningEffort: "low" } },
      messages: [{ role: "user", content: QUESTION, providerOptions: cached }],
    });

    expect(plan.ignored).toEqual(
      expect.arrayContaining([
        "headers",
        "abortSignal",
        "providerOptions.openai.user",
        "prompt: anthropic.cacheControl",
      ]),
    );
  });

  test("is not what makes one", async () => {
    const { plan } = await explained({
      temperature: 0,
      headers: { "anthropic-beta": "x", "x-trace": "1" },
      providerOptions: { openai: { user: "ann", reasoningEffort: "low" } },
    });

    const names = plan.ignored.join();
    expect(names).not.toMatch(/temperature|reasoningEffort|anthropic-beta/);
    expect(plan.ignored).toContain("headers.x-trace");
  });

  test("can be left out: the key stays the same", async () => {
    const said = { openai: { reasoningEffort: "low" } };
    const providerOptions = { openai: { ...said.openai, user: "ann", metadata: { a: "b" } } };

    const one = await explained({ headers: { "x-trace": "1" }, providerOptions });
    const other = await explained({ providerOptions: said });

    expect(one.plan.ignored).toEqual(
      expect.arrayContaining(["providerOptions.openai.user", "providerOptions.openai.metadata"]),
    );
    expect(one.key).toBe(other.key);
  });

  test("is not what a call says to the cache: that is listed for itself", async () => {
    const providerOptions = { semanticCache: { namespace: "a", ttl: "1h" } };

    const { plan } = await explained({ providerOptions });

    expect(plan).toMatchObject({ namespace: "a", directives: { namespace: "a", ttl: "1h" } });
    expect(plan.ignored.join()).not.toContain("semanticCache");
  });
});

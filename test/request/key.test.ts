import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/request/canonical-json.ts";
import { addressOf, type PlannedCall } from "../support/plan.ts";

const user = (text: string, extra: object = {}): object => ({
  role: "user",
  content: [{ type: "text", text }],
  ...extra,
});
const assistant = (text: string): object => ({
  role: "assistant",
  content: [{ type: "text", text }],
});
const QUESTION = user("How tall is the tower?");
const BASE: PlannedCall = { prompt: [{ role: "system", content: "Be brief." }, QUESTION] };
const TOOL = { type: "function", name: "look", inputSchema: { type: "object", properties: {} } };
const PNG = Uint8Array.of(137, 80, 78, 71);
const file = (data: unknown, mediaType = "image/png"): object => ({
  type: "file",
  mediaType,
  data,
});

describe("what changes the answer changes the scope", () => {
  const different: Record<string, PlannedCall> = {
    "other instructions": { prompt: [{ role: "system", content: "Be long." }, QUESTION] },
    "no instructions": { prompt: [QUESTION] },
    temperature: { ...BASE, temperature: 1 },
    "output tokens": { ...BASE, maxOutputTokens: 10 },
    "stop sequences": { ...BASE, stopSequences: ["."] },
    seed: { ...BASE, seed: 1 },
    "a setting nobody has heard of yet": { ...BASE, verbosity: "high" },
    "a tool": { ...BASE, tools: [TOOL] },
    "a tool's schema": { ...BASE, tools: [{ ...TOOL, inputSchema: { type: "string" } }] },
    "a tool property called headers": {
      ...BASE,
      tools: [{ ...TOOL, inputSchema: { type: "object", properties: { headers: {} } } }],
    },
    "a tool choice": { ...BASE, tools: [TOOL], toolChoice: { type: "required" } },
    "structured output": { ...BASE, responseFormat: { type: "json", schema: { type: "object" } } },
    "another schema": { ...BASE, responseFormat: { type: "json", schema: { type: "array" } } },
    "reasoning effort": { ...BASE, reasoning: "high" },
    "a provider option": { ...BASE, providerOptions: { openai: { reasoningEffort: "high" } } },
    "an unknown provider's option": {
      ...BASE,
      providerOptions: { acme: { user: "not openai's" } },
    },
    "a beta header": { ...BASE, headers: { "Anthropic-Beta": "x" } },
    "an earlier turn": { prompt: [user("Hi"), assistant("Hello"), QUESTION] },
    "another earlier turn": { prompt: [user("Hi"), assistant("Bonjour"), QUESTION] },
    "an image": { prompt: [{ role: "user", content: [{ type: "text", text: "?" }, file(PNG)] }] },
    "another image": {
      prompt: [{ role: "user", content: [{ type: "text", text: "?" }, file(Uint8Array.of(1))] }],
    },
    "its media type": {
      prompt: [{ role: "user", content: [{ type: "text", text: "?" }, file(PNG, "image/gif")] }],
    },
    "its URL": {
      prompt: [
        {
          role: "user",
          content: [{ type: "text", text: "?" }, file(new URL("https://a.example/b"))],
        },
      ],
    },
    "a message option": {
      prompt: [user("How tall is the tower?", { providerOptions: { a: { b: 1 } } })],
    },
    "the call's scope": { ...BASE, providerOptions: { semanticCache: { scope: "user 1" } } },
    "the call's namespace": { ...BASE, providerOptions: { semanticCache: { namespace: "n" } } },
  };

  test("and so no two of these requests can share an answer", async () => {
    const names = Object.keys(different);
    const scopes = await Promise.all(Object.values(different).map((call) => addressOf(call)));
    scopes.push(await addressOf(BASE));
    scopes.push(await addressOf(BASE, {}, { provider: "other" }));
    scopes.push(await addressOf(BASE, {}, { modelId: "other" }));
    scopes.push(await addressOf(BASE, {}, { settings: { logitBias: { 1: 2 } } }));
    scopes.push(await addressOf(BASE, { namespace: "tenant" }));
    scopes.push(await addressOf(BASE, { secret: "0123456789abcdef" }));

    const seen = new Set(scopes.map(({ scope }) => scope));

    expect(seen.size).toBe(names.length + 6);
    expect([...seen].every((scope) => /^[0-9a-f]{64}$/.test(scope ?? ""))).toBe(true);
  });
});

describe("what does not change the answer changes neither scope nor key", () => {
  const equal: Record<string, [PlannedCall, PlannedCall]> = {
    "headers and credentials": [
      BASE,
      { ...BASE, headers: { "user-agent": "ai/9", authorization: "x" } },
    ],
    "an abort signal": [BASE, { ...BASE, abortSignal: new AbortController().signal }],
    "undefined settings": [BASE, { ...BASE, temperature: undefined, tools: undefined }],
    "includeRawChunks: false, as streamText sends it": [BASE, { ...BASE, includeRawChunks: false }],
    "tool choice without tools, as ai 7 sends it": [
      BASE,
      { ...BASE, toolChoice: { type: "auto" } },
    ],
    "the text response format, as Output.text() sends it": [
      BASE,
      { ...BASE, responseFormat: { type: "text" } },
    ],
    "default reasoning": [BASE, { ...BASE, reasoning: "provider-default" }],
    "automatic tool choice": [
      { ...BASE, tools: [TOOL] },
      { ...BASE, tools: [TOOL], toolChoice: { type: "auto" } },
    ],
    "the dialect of a schema": [
      { ...BASE, responseFormat: { type: "json", schema: { type: "object" } } },
      { ...BASE, responseFormat: { type: "json", schema: { $schema: "x", type: "object" } } },
    ],
    "billing, tracing and prompt caching options": [
      BASE,
      {
        ...BASE,
        providerOptions: {
          openai: { user: "u", metadata: { a: 1 }, store: false, promptCacheKey: "k" },
          anthropic: { cacheControl: { type: "ephemeral" }, metadata: { userId: "u" } },
          gateway: { byok: { key: "secret" }, order: ["a"] },
        },
      },
    ],
    "item ids and signatures of earlier turns": [
      { prompt: [user("Hi"), assistant("Hello"), QUESTION] },
      {
        prompt: [
          user("Hi"),
          {
            role: "assistant",
            content: [
              {
                type: "text",
                text: "Hello",
                providerOptions: { openai: { itemId: "msg_1" }, anthropic: { signature: "s" } },
              },
            ],
          },
          QUESTION,
        ],
      },
    ],
    "random ids of tool calls": [toolTurns("call_1"), toolTurns("call_x9")],
    "bytes, base64, data URLs and tagged data of one file": [
      { prompt: [{ role: "user", content: [file(PNG)] }] },
      { prompt: [{ role: "user", content: [file({ type: "data", data: "iVBORw==" })] }] },
    ],
    "ai 4's names for images": [
      { prompt: [{ role: "user", content: [file("data:image/png;base64,iVBORw==")] }] },
      {
        prompt: [{ role: "user", content: [{ type: "image", image: PNG, mimeType: "image/png" }] }],
      },
    ],
    "ai 4's names for settings": [
      { ...BASE, maxOutputTokens: 5 },
      { ...BASE, maxTokens: 5, mode: { type: "regular" }, inputFormat: "prompt" },
    ],
    "ai 4's place for tools": [
      { ...BASE, tools: [TOOL] },
      {
        ...BASE,
        mode: {
          type: "regular",
          tools: [{ type: "function", name: "look", parameters: TOOL.inputSchema }],
          toolChoice: { type: "auto" },
        },
      },
    ],
    "what the call says about lifetime and threshold": [
      BASE,
      { ...BASE, providerOptions: { semanticCache: { ttl: "1h", threshold: 0.9 } } },
    ],
    "where the cache reports in an earlier part": [
      { prompt: [user("Hi"), assistant("Hello"), QUESTION] },
      {
        prompt: [
          user("Hi"),
          {
            role: "assistant",
            content: [
              { type: "text", text: "Hello", providerOptions: { semanticCache: { hit: true } } },
            ],
          },
          QUESTION,
        ],
      },
    ],
  };

  test.each(Object.entries(equal))("%s", async (_what, [left, right]) => {
    const [one, other] = await Promise.all([addressOf(left), addressOf(right)]);

    expect(other).toEqual(one);
    expect(one.key).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("only the last user text may vary inside a scope", async () => {
  const one = await addressOf({ prompt: [user("How tall is it?")] });
  const other = await addressOf({ prompt: [user("What is its height?")] });

  expect(other.scope).toBe(one.scope);
  expect(other.key).not.toBe(one.key);
});

test("two different questions never share a key, whatever characters they are made of", async () => {
  const text = fc.string({
    unit: fc.constantFrom("a", '"', "\\", "\u0000", "\ud800", "\udfff", ":", ",", "é", "e\u0301"),
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(text, text, async (left, right) => {
      const [one, other] = await Promise.all([
        addressOf({ prompt: [user(left)] }),
        addressOf({ prompt: [user(right)] }),
      ]);
      expect(one.key === other.key).toBe(left === right);
    }),
  );
});

describe("for any call", () => {
  const settings = fc.record(
    {
      temperature: fc.double({ min: 0, max: 2, noNaN: true }),
      maxOutputTokens: fc.nat(),
      stopSequences: fc.array(fc.string()),
      seed: fc.integer(),
      responseFormat: fc.constant({ type: "json", schema: { type: "object" } }),
      tools: fc.constant([TOOL]),
      providerOptions: fc.record({
        openai: fc.record({ reasoningEffort: fc.constantFrom("low", "high") }),
      }),
      futureSetting: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const noise = fc.record(
    {
      headers: fc.dictionary(fc.constantFrom("user-agent", "authorization", "x-id"), fc.string()),
      includeRawChunks: fc.constant(false),
      abortSignal: fc.constant(new AbortController().signal),
      topK: fc.constant(undefined),
      reasoning: fc.constant("provider-default"),
    },
    { requiredKeys: [] },
  );
  const shuffled = (call: object): PlannedCall =>
    Object.fromEntries(Object.entries(call).reverse()) as PlannedCall;

  test("noise and the order of fields change neither scope nor key", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }),
        settings,
        noise,
        async (text, chosen, extra) => {
          const call = { prompt: [user(text)], ...chosen };
          const [one, other] = await Promise.all([
            addressOf(call),
            addressOf(shuffled({ ...call, ...extra })),
          ]);
          expect(other).toEqual(one);
        },
      ),
    );
  });

  test("two calls share a scope only when their settings are the same", async () => {
    await fc.assert(
      fc.asyncProperty(settings, settings, async (left, right) => {
        const [one, other] = await Promise.all([
          addressOf({ prompt: [QUESTION], ...left }),
          addressOf({ prompt: [QUESTION], ...right }),
        ]);
        const areSame = canonicalJson(left) === canonicalJson(right);
        expect(one.scope === other.scope).toBe(areSame);
        expect(one.key === other.key).toBe(areSame);
      }),
    );
  });
});

test("a secret makes every hash another one, so that a short prompt cannot be guessed", async () => {
  const plain = await addressOf(BASE);
  const keyed = await addressOf(BASE, { secret: "a secret of the operator" });
  const again = await addressOf(BASE, { secret: "a secret of the operator" });

  expect(keyed).toEqual(again);
  expect(keyed.key).not.toBe(plain.key);
});

function toolTurns(id: string): PlannedCall {
  return {
    prompt: [
      user("Look"),
      {
        role: "assistant",
        content: [{ type: "tool-call", toolCallId: id, toolName: "look", input: { a: 1 } }],
      },
      {
        role: "tool",
        content: [
          {
            type: "tool-result",
            toolCallId: id,
            toolName: "look",
            output: { type: "json", value: { r: 1 } },
          },
        ],
      },
    ],
  };
}

import { describe, expect, test } from "vitest";
import type { SemanticCacheOptions } from "../../src/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { addressOf, type PlannedCall } from "../support/plan.ts";

const BASE: PlannedCall = { prompt: "Hello?" };
const SEARCH = { type: "provider", id: "openai.web_search", name: "web_search", args: {} };

describe("a request the cache cannot understand whole goes past it, with a reason", () => {
  const cases: Record<string, [reason: string, call: PlannedCall, options?: SemanticCacheOptions]> =
    {
      "OpenAI's stored responses": [
        "server-state",
        { ...BASE, providerOptions: { openai: { previousResponseId: "resp_1" } } },
      ],
      "OpenAI's conversations": [
        "server-state",
        { ...BASE, providerOptions: { openai: { conversation: "conv_1" } } },
      ],
      "Anthropic's containers": [
        "server-state",
        { ...BASE, providerOptions: { anthropic: { container: { id: "c" } } } },
      ],
      "tools the provider runs": ["provider-tools", { ...BASE, tools: [SEARCH] }],
      "raw chunks": ["raw-chunks", { ...BASE, includeRawChunks: true }],
      "an empty prompt": ["empty-prompt", { prompt: [] }],
      "a prompt over the limit": ["too-large", { prompt: "x".repeat(300_000) }],
      "nesting over the limit": ["too-large", { ...BASE, tools: [deepTool(100)] }],
      "nesting a million deep": ["too-large", { ...BASE, tools: [deepTool(1_000_000)] }],
      "more parts than anybody writes": [
        "too-large",
        { prompt: Array.from({ length: 6_000 }, () => ({ role: "user", content: "a" })) },
      ],
      "the application's own rule": ["should-cache", BASE, { shouldCache: () => false }],
      "a rule that breaks": [
        "plan-failed",
        BASE,
        {
          shouldCache: () => {
            throw new Error("rule");
          },
        },
      ],
      "no-store": [
        "no-store",
        { ...BASE, providerOptions: { semanticCache: { cache: "no-store" } } },
      ],
      "a misspelt directive": [
        "invalid-directive",
        { ...BASE, providerOptions: { semanticCache: { namepsace: "tenant" } } },
      ],
      "a scope that was forgotten": ["no-scope", BASE, { requireScope: true }],
      "a scope that got lost": [
        "no-scope",
        { ...BASE, providerOptions: { semanticCache: { scope: "" } } },
        { requireScope: true },
      ],
      "a cache that is off, whatever it requires": [
        "off",
        BASE,
        { requireScope: true, mode: "off" },
      ],
      "a namespace that is no text": [
        "invalid-directive",
        { ...BASE, providerOptions: { semanticCache: { namespace: 42 } } },
      ],
    };

  test.each(Object.entries(cases))("%s", async (_what, [reason, call, options]) => {
    expect(await addressOf(call, options)).toEqual({ reason });
  });
});

test("tools the provider runs are cached when the application says so", async () => {
  const address = await addressOf({ ...BASE, tools: [SEARCH] }, { providerTools: true });

  expect(address.key).toBeDefined();
});

test("a malformed directive is reported in words, and the call is answered all the same", async () => {
  const { ask, events, calls, path } = cachedModel();
  const providerOptions = { semanticCache: { namespace: 42 } };

  const { text } = await ask({ prompt: "Hello?", providerOptions });

  expect(text).toBe("answer 1");
  expect(calls()).toBe(1);
  expect(path()).toEqual(["error:plan:failed", "bypass:invalid-directive"]);
  expect(events[0]).toMatchObject({
    error: { message: expect.stringContaining(".namespace must be text; got 42") },
  });
});

test("a question that is longer than anybody searches is still matched exactly", async () => {
  const { ask, path } = cachedModel();
  const prompt = "word ".repeat(2_000);

  await ask(prompt);
  await ask(prompt);

  expect(path()).toEqual(["miss:exact-only", "write", "hit:exact"]);
});

function deepTool(depth: number): object {
  let schema: object = {};
  for (let level = 0; level < depth; level++) schema = { items: schema };
  return { type: "function", name: "t", inputSchema: schema };
}

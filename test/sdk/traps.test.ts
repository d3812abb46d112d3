import * as ai7 from "ai";
import { MockLanguageModelV4 } from "ai/test";
import * as ai4 from "ai4";
import { MockLanguageModelV1 } from "ai4/test";
import * as ai5 from "ai5";
import { MockLanguageModelV2 } from "ai5/test";
import * as ai6 from "ai6";
import { MockLanguageModelV3 } from "ai6/test";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { memoryStore, semanticCache } from "../../src/index.ts";
import { fakeEmbedding, trigramVector } from "../support/embedding.ts";
import { sdk4, sdk5, sdk6, sdk7, sdks, type Way } from "../support/sdk.ts";
import {
  type AnswerPart,
  bytesOf,
  ending,
  modelParts,
  modelResult,
} from "../support/sdk-answer.ts";
import {
  ANSWER,
  cachedApp,
  PARAPHRASE,
  QUESTION,
  rawParts,
  rawQuestion,
} from "../support/sdk-cached.ts";

const WAYS: readonly Way[] = ["generate", "stream"];
const HIT = ["miss:no-match", "write", "hit:exact"];
const TWO_MISSES = ["miss:no-match", "write", "miss:no-match", "write"];

const FULL_ANSWER: readonly AnswerPart[] = [
  { type: "reasoning", text: "They forgot it." },
  ...ANSWER,
  { type: "source", sourceType: "url", id: "s1", url: "https://example.com/", title: "Help" },
  { type: "file", mediaType: "image/png", base64: "iVBORw0KGgo=" },
];

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe.each(sdks)("$name: what goes into the key", (sdk) => {
  test("upgrading ai by a patch version does not cold-start the cache", async () => {
    const app = cachedApp(sdk);

    await app.raw(
      "generate",
      rawQuestion(sdk, QUESTION, { headers: { "user-agent": "ai/7.0.173" } }),
    );
    await app.raw(
      "generate",
      rawQuestion(sdk, QUESTION, { headers: { "user-agent": "ai/7.0.174" } }),
    );

    expect(app.path).toEqual(HIT);
  });

  test("a header for tracing or authorization does not make another question", async () => {
    const { ask, path } = cachedApp(sdk);

    await ask({ way: "generate", prompt: QUESTION, options: { headers: { traceparent: "00-1" } } });
    await ask({ way: "stream", prompt: QUESTION, options: { headers: { Authorization: "B 2" } } });

    expect(path).toEqual(HIT);
  });

  test("a call that spells out the defaults is the call that does not", async () => {
    const app = cachedApp(sdk);

    await app.raw("generate", rawQuestion(sdk, QUESTION));
    await app.raw(
      "generate",
      rawQuestion(sdk, QUESTION, { responseFormat: { type: "text" }, seed: undefined }),
    );
    await app.raw(
      "generate",
      rawQuestion(sdk, QUESTION, { toolChoice: { type: "auto" }, reasoning: "provider-default" }),
    );

    expect(app.path).toEqual([...HIT, "hit:exact"]);
  });

  test("a call with another temperature is not answered with this one's answer", async () => {
    const { ask, path } = cachedApp(sdk);

    await ask({ way: "generate", prompt: QUESTION });
    await ask({ way: "generate", prompt: QUESTION, options: { temperature: 1 } });

    expect(path).toEqual(TWO_MISSES);
  });

  test.each(["headers", "signature", "user", "prompt", "semanticCache", "abortSignal"])(
    "a tool parameter that happens to be called %s still counts",
    async (name) => {
      const app = cachedApp(sdk);
      const about = (description: string): object => {
        const schema = { type: "object", properties: { [name]: { type: "string", description } } };
        const tools = [{ type: "function", name: "send", inputSchema: schema, parameters: schema }];
        return rawQuestion(
          sdk,
          QUESTION,
          sdk.version === "v1" ? { mode: { type: "regular", tools } } : { tools },
        );
      };

      await app.raw("generate", about("in euros"));
      await app.raw("generate", about("in dollars"));

      expect(app.path).toEqual(TWO_MISSES);
    },
  );

  test("a provider's server with the same model name is kept apart by its namespace", async () => {
    const store = memoryStore();
    const hosted = cachedApp(sdk, { cacheOptions: { store, namespace: "hosted" } });
    const local = cachedApp(sdk, { cacheOptions: { store, namespace: "http://localhost:8000" } });

    await hosted.ask({ way: "generate", prompt: QUESTION });
    await local.ask({ way: "generate", prompt: QUESTION });

    expect(local.path).toEqual(["miss:no-match", "write"]);
  });

  test("the provider never sees what was said to the cache", async () => {
    const { ask, seen } = cachedApp(sdk);
    const semanticCache = { scope: "user-1" };

    await ask({
      way: "generate",
      prompt: QUESTION,
      options: { providerOptions: { semanticCache } },
    });
    await ask({
      way: "stream",
      prompt: "And the user name?",
      options: { providerOptions: { semanticCache, openai: { user: "1" } } },
    });

    const [alone, beside] = seen.map((call) => optionsOf(call));
    expect([alone, beside]).toEqual([undefined, { openai: { user: "1" } }]);
  });
});

describe.each(sdks)("$name: what a hit brings", (sdk) => {
  test.each(WAYS)("yesterday's response id never reaches today's user, from %s", async (way) => {
    const store = memoryStore();
    const { ask, path } = cachedApp(sdk, { answer: FULL_ANSWER, cacheOptions: { store } });

    await ask({ way, prompt: QUESTION });
    const hits = [
      await ask({ way: "generate", prompt: PARAPHRASE }),
      await ask({ way: "stream", prompt: PARAPHRASE }),
    ];

    expect(path).toEqual(["miss:no-match", "write", "hit:semantic", "hit:semantic"]);
    expect(JSON.stringify(hits)).not.toMatch(/resp_1|msg_1|req_1|final_answer|served-by-provider/);
    expect(JSON.stringify(await Array.fromAsync(store.entries()))).not.toMatch(
      /resp_1|msg_1|final_answer/,
    );
  });

  test("an answer stored as JSON does not crash ai 4 with timestamp.toISOString", async () => {
    const { ask } = cachedApp(sdk);

    await ask({ way: "stream", prompt: QUESTION });
    const hits = [
      await ask({ way: "generate", prompt: QUESTION }),
      await ask({ way: "stream", prompt: QUESTION }),
    ];

    for (const { timestamp } of hits) expect(timestamp).toBeInstanceOf(Date);
  });

  test.each(WAYS)("a generated picture comes back as the same bytes, from %s", async (way) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const base64 = btoa(String.fromCharCode(...bytes));
    const file = { type: "file", mediaType: "image/png", base64 } as const;
    const { ask } = cachedApp(sdk, { answer: [...ANSWER, file] });

    await ask({ way, prompt: QUESTION });
    const hit = await ask({ way: "generate", prompt: QUESTION });

    expect(bytesOf(String(Reflect.get(hit.content.at(-1) ?? {}, "base64")))).toEqual(bytes);
  });

  test("what one caller does to its hit is not seen by the next", async () => {
    const app = cachedApp(sdk, { answer: FULL_ANSWER });
    const ask = (): Promise<object> => app.raw("generate", rawQuestion(sdk, QUESTION));
    await ask();

    const untouched = JSON.stringify(await ask());
    spoil(await ask());

    expect(JSON.stringify(await ask()).replace(TIMES, "")).toBe(untouched.replace(TIMES, ""));
  });

  test("a replayed stream has no part that the SDK would choke on", async () => {
    const app = cachedApp(sdk, { answer: FULL_ANSWER });

    await app.raw("generate", rawQuestion(sdk, QUESTION));
    const parts = await rawParts(await app.raw("stream", rawQuestion(sdk, QUESTION)));

    const types = new Set(parts.map((part) => String(Reflect.get(part, "type"))));
    expect([...types].filter((type) => !KNOWN_PARTS[sdk.version].includes(type))).toEqual([]);
  });

  test("a warning of the first call is not logged again for every hit", async () => {
    const logged = vi.fn();
    vi.stubGlobal("AI_SDK_LOG_WARNINGS", logged);
    const { ask } = cachedApp(sdk);

    for (const way of ["generate", "stream", "generate"] as const)
      await ask({ way, prompt: QUESTION });

    const logs = sdk.version === "v1" ? 0 : 1; // ai 4 logs nothing
    expect(logged).toHaveBeenCalledTimes(logs);
  });

  test.each(WAYS)("a hit after abort is not delivered, to %s", async (way) => {
    const app = cachedApp(sdk);
    const reason = new Error("The user left.");
    await app.raw("generate", rawQuestion(sdk, QUESTION));

    const late = app.raw(
      way,
      rawQuestion(sdk, QUESTION, { abortSignal: AbortSignal.abort(reason) }),
    );

    await expect(late).rejects.toBe(reason);
    expect(app.path).toEqual(["miss:no-match", "write"]);
  });

  test.each(WAYS)(
    "an abort during the lookup ends the call, not in an answer, to %s",
    async (way) => {
      const leaving = new AbortController();
      const embeddingModel = fakeEmbedding((text) => {
        if (text === PARAPHRASE) leaving.abort(new Error("The user left."));
        return trigramVector(text);
      });
      const app = cachedApp(sdk, { cacheOptions: { embeddingModel } });
      await app.raw("generate", rawQuestion(sdk, QUESTION));

      const late = app.raw(way, rawQuestion(sdk, PARAPHRASE, { abortSignal: leaving.signal }));

      await expect(late).rejects.toThrow("The user left.");
      expect(app.seen).toHaveLength(1);
      expect(app.path).toEqual(["miss:no-match", "write"]);
    },
  );
});

describe.each(sdks)("$name: conversations and agents", (sdk) => {
  test.each([
    { kind: "text", answer: ANSWER, way: "generate" },
    { kind: "text", answer: ANSWER, way: "stream" },
    { kind: "reasoning", answer: FULL_ANSWER.slice(0, 2), way: "stream" },
    { kind: "text in two parts", answer: [...ANSWER, ...ANSWER], way: "stream" },
  ] as const)(
    "a follow-up on a hit shares the first user's, after $kind by $way",
    async ({ answer, way }) => {
      const { ask, path } = cachedApp(sdk, { answer });
      const talk = async (first: string): Promise<void> => {
        const { messages } = await ask({ way, prompt: first });
        const turns = [{ role: "user", content: first }, ...messages];
        await ask({ way, prompt: [...turns, { role: "user", content: "And where is that?" }] });
      };

      await talk(QUESTION);
      await talk(PARAPHRASE);

      expect(path).toEqual([...TWO_MISSES, "hit:semantic", "hit:exact"]);
    },
  );

  test.each(WAYS)(
    "what a hit says of itself does not come back with the next question, by %s",
    async (way) => {
      const { ask, seen } = cachedApp(sdk, { answer: FULL_ANSWER.slice(0, 2) });
      await ask({ way, prompt: QUESTION });
      const { messages } = await ask({ way, prompt: PARAPHRASE });

      const turns = [{ role: "user", content: PARAPHRASE }, ...messages];
      await ask({ way, prompt: [...turns, { role: "user", content: "And where is that?" }] });

      expect(JSON.stringify(seen.at(-1))).not.toMatch(/semanticCache|entryId|msg_1|final_answer/);
    },
  );

  test.each(WAYS)(
    "an agent step is not answered with another step's answer, by %s",
    async (way) => {
      const app = cachedApp(sdk, weatherAgent(sdk.version));
      const question = {
        way,
        prompt: "How warm is it in Rome?",
        options: agentOptions(sdk.version),
      };

      const first = await app.ask(question);
      const second = await app.ask(question);

      expect([first.text, second.text]).toEqual(["It is warm.", "It is warm."]);
      const steps = ["miss:no-match", "not-stored:tool-call"];
      expect(app.path).toEqual([...steps, "miss:exact-only", "write", ...steps, "hit:exact"]);
    },
  );

  test("an agent step with another tool result is another question", async () => {
    let degrees = 30;
    const app = cachedApp(sdk, weatherAgent(sdk.version));
    const options = agentOptions(sdk.version, () => degrees++);
    const question = { way: "generate", prompt: "How warm is it in Rome?", options } as const;

    await app.ask(question);
    await app.ask(question);

    expect(app.path.filter((step) => step.startsWith("hit"))).toEqual([]);
  });
});

describe.each(sdks)("$name: what may break around the cache", (sdk) => {
  test("the middleware's methods work without this", async () => {
    const { transformParams, wrapGenerate, wrapStream, flush } = semanticCache({
      embeddingModel: null,
    });
    const middleware = [{ transformParams, wrapGenerate, wrapStream }];
    const app = sdk.app({ answer: ANSWER, middleware });

    const generated = await app.ask({ way: "generate", prompt: QUESTION });
    await flush();
    const streamed = await app.ask({ way: "stream", prompt: QUESTION });

    expect(streamed.text).toBe(generated.text);
    expect(app.seen).toHaveLength(1);
  });

  test("the SDK's own middleware works inside the cache and around it", async () => {
    const text = "<think>They forgot it.</think>Open the settings.";
    const extract = EXTRACT_REASONING[sdk.name]({ tagName: "think" });
    const contents: (readonly string[])[] = [];

    for (const place of ["inside", "around"]) {
      const cache = semanticCache({ embeddingModel: null });
      const middleware = place === "inside" ? [cache, extract] : [extract, cache];
      const app = sdk.app({ answer: [{ type: "text", text }], middleware });
      for (const way of ["stream", "generate", "stream"] as const) {
        contents.push((await app.ask({ way, prompt: QUESTION })).content.map(wordsOf));
        await cache.flush();
      }
      expect(app.seen).toHaveLength(1);
    }

    const expected = ["reasoning: They forgot it.", "text: Open the settings."];
    expect(contents).toEqual(Array(6).fill(expected));
  });

  test("a store that is down does not make the SDK pay for the model again", async () => {
    const down = (): never => {
      throw Object.assign(new Error("ECONNREFUSED"), {
        name: "AI_APICallError",
        isRetryable: true,
      });
    };
    const store = { ...memoryStore(), get: down, search: down, set: down };
    const { ask, seen, path } = cachedApp(sdk, { cacheOptions: { store } });

    const answer = await ask({ way: "generate", prompt: QUESTION, options: { maxRetries: 2 } });

    expect(answer.text).toBe(Reflect.get(ANSWER[0] ?? {}, "text"));
    expect(seen).toHaveLength(1);
    expect(path).toEqual(["error:lookup:failed", "miss:store-failed", "error:write:failed"]);
  });

  test.each(WAYS)(
    "a model that fails reports its own error, and its retry is kept, by %s",
    async (way) => {
      const error = new Error("Rate limited.");
      const say = (answer: object) => (_params: object, call: number) => {
        if (call === 1) throw error;
        return answer;
      };
      const app = cachedApp(sdk, {
        doGenerate: say(modelResult(sdk.version, ANSWER)),
        doStream: say(modelParts(sdk.version, ANSWER)),
      });

      await expect(app.raw(way, rawQuestion(sdk, QUESTION))).rejects.toBe(error);
      const retried = await app.raw(way, rawQuestion(sdk, QUESTION));
      if (way === "stream") await rawParts(retried);
      await app.cache.flush();

      expect(app.path).toEqual(["miss:no-match", "miss:no-match", "write"]);
    },
  );

  test("a client that goes away does not keep the function awake for ever", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const held: Promise<unknown>[] = [];
    const waitUntil = (promise: Promise<unknown>): void => void held.push(promise);
    const app = cachedApp(sdk, { cacheOptions: { waitUntil, timeouts: { stream: "10m" } } });

    const { stream } = await app.raw("stream", rawQuestion(sdk, QUESTION));
    await (stream as ReadableStream).getReader().read(); // and never again
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    await Promise.all(held);

    expect(app.path).toEqual(["miss:no-match", "not-stored:unread"]);
  });
});

describe("one major's own traps", () => {
  test("a list of middleware that ai 4 turns around each time it wraps caches in either order", async () => {
    const cache = semanticCache({ embeddingModel: null });
    const logger = {};
    const middleware = [logger, cache];

    const [first, second] = [1, 2].map(() => sdk4.app({ answer: ANSWER, middleware }));
    await first?.ask({ way: "generate", prompt: QUESTION });
    await cache.flush();
    const hit = await second?.ask({ way: "generate", prompt: QUESTION });

    expect(hit?.providerMetadata).toMatchObject({ semanticCache: { hit: true } });
  });

  test("a model that ai 4 made with other settings does not get this model's answers", async () => {
    const cache = semanticCache({ embeddingModel: null });
    const seen: object[] = [];
    for (const logitBias of [{ 50256: -100 }, { 50256: 100 }]) {
      const model = settingsModel({ logitBias }, seen);
      await ai4
        .wrapLanguageModel({ model, middleware: cache })
        .doGenerate(rawQuestion(sdk4, QUESTION) as never);
      await cache.flush();
    }

    expect(seen).toHaveLength(2);
  });

  test("a model that ai 4 made for another user gets the same answers", async () => {
    const cache = semanticCache({ embeddingModel: null });
    const seen: object[] = [];
    for (const user of ["user-1", "user-2"]) {
      const model = settingsModel({ user, logitBias: { 50256: -100 } }, seen);
      await ai4
        .wrapLanguageModel({ model, middleware: cache })
        .doGenerate(rawQuestion(sdk4, QUESTION) as never);
      await cache.flush();
    }

    expect(seen).toHaveLength(1);
  });

  test("ai 4 streamObject gets its object from a provider that sends deltas alone", async () => {
    const call = { toolCallType: "function", toolCallId: "call_1", toolName: "json" };
    const { ask, path } = cachedApp(sdk4, {
      objectMode: "tool",
      doStream: () => [
        { type: "tool-call-delta", ...call, argsTextDelta: '{"city": ' },
        { type: "tool-call-delta", ...call, argsTextDelta: '"Paris"}' },
        { type: "finish", ...ending("v1", "tool-calls") },
      ],
    });

    const asked = await ask({ way: "stream", prompt: QUESTION, as: "object" });
    const hits = [
      await ask({ way: "stream", prompt: QUESTION, as: "object" }),
      await ask({ way: "generate", prompt: QUESTION, as: "object" }),
    ];

    expect([asked, ...hits].map(({ object }) => object)).toEqual(Array(3).fill({ city: "Paris" }));
    expect(path).toEqual([...HIT, "hit:exact"]);
  });

  test("an object that ai 4 gets as a tool call has a call id of its own each time", async () => {
    const app = cachedApp(sdk4, { answer: [{ type: "text", text: "{}" }] });
    const mode = { type: "object-tool", tool: { type: "function", name: "json", parameters: {} } };
    const idOf = async (): Promise<unknown> => {
      const { toolCalls } = await app.raw("generate", rawQuestion(sdk4, QUESTION, { mode }));
      return (toolCalls as { toolCallId: string }[])[0]?.toolCallId;
    };

    const ids = [await idOf(), await idOf(), await idOf()];

    expect(new Set(ids).size).toBe(3);
    expect(app.seen).toHaveLength(1);
  });

  test.each([sdk5, sdk6, sdk7])(
    "$name: a call that wants raw chunks goes past the cache",
    async (sdk) => {
      const { ask, path, seen } = cachedApp(sdk);
      const question = {
        way: "stream",
        prompt: QUESTION,
        options: { includeRawChunks: true },
      } as const;

      await ask(question);
      await ask(question);

      expect(seen).toHaveLength(2);
      expect(path).toEqual(["bypass:raw-chunks", "bypass:raw-chunks"]);
    },
  );

  test.each([
    ["ai 5", MockLanguageModelV2, "v2"],
    ["ai 6", MockLanguageModelV3, "v3"],
  ] as const)("a provider made for %s is served its hits in ai 7", async (_name, Mock, version) => {
    const cache = semanticCache({ embeddingModel: null });
    const inner = new Mock({ doGenerate: async () => modelResult(version, FULL_ANSWER) as never });
    const model = ai7.wrapLanguageModel({ model: inner, middleware: cache });

    const first = await ai7.generateText({ model, prompt: QUESTION });
    await cache.flush();
    const hit = await ai7.generateText({ model, prompt: QUESTION });

    expect([hit.text, hit.reasoningText]).toEqual([first.text, first.reasoningText]);
    expect(hit.usage).toEqual(sdk7.zeroUsage);
    expect(hit.finishReason).toBe("stop");
    expect(inner.doGenerateCalls).toHaveLength(1);
  });

  test("a provider made for ai 7 that was wrapped by ai 5 is answered in the shape it has", async () => {
    const cache = semanticCache({ embeddingModel: null });
    const inner = new MockLanguageModelV4({
      doGenerate: async () => modelResult("v4", ANSWER) as never,
    });
    const model = ai5.wrapLanguageModel({ model: inner as never, middleware: cache });
    const ask = (): PromiseLike<object> => model.doGenerate(rawQuestion(sdk5, QUESTION) as never);

    const first = await ask();
    await cache.flush();
    const hit = await ask();

    expect(shapeOf(hit)).toEqual(shapeOf(first));
    expect(inner.doGenerateCalls).toHaveLength(1);
  });

  test("a model of an SDK that is not out yet answers, past the cache", async () => {
    const path: string[] = [];
    const cache = semanticCache({ onEvent: (event) => void path.push(JSON.stringify(event)) });
    const model = { specificationVersion: "v9", provider: "p", modelId: "m" };
    const params = { prompt: [{ role: "user", content: [{ type: "text", text: QUESTION }] }] };
    const doGenerate = async (): Promise<string> => "an answer in a shape of the future";

    const answer = await cache.wrapGenerate({ doGenerate, doStream: doGenerate, params, model });

    expect(answer).toBe("an answer in a shape of the future");
    expect(path).toEqual([expect.stringContaining('"unknown-version"')]);
  });
});

const EXTRACT_REASONING: Readonly<
  Record<(typeof sdks)[number]["name"], (options: { tagName: string }) => object>
> = {
  "ai 4": ai4.extractReasoningMiddleware,
  "ai 5": ai5.extractReasoningMiddleware,
  "ai 6": ai6.extractReasoningMiddleware,
  "ai 7": ai7.extractReasoningMiddleware,
};

function wordsOf(part: object): string {
  return `${Reflect.get(part, "type")}: ${Reflect.get(part, "text")}`;
}

/** What differs between two hits by nature. */
const TIMES = /"(?:timestamp|ageMs)":("[^"]*"|\d+)/g;

/** Overwrites every text in a result. */
function spoil(value: object): void {
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === "object" && field !== null) spoil(field);
    else if (typeof field === "string") Reflect.set(value, name, "spoilt");
  }
}

const MODERN_PARTS = [
  ...["stream-start", "response-metadata", "finish", "file", "source"],
  ...[
    "text-start",
    "text-delta",
    "text-end",
    "reasoning-start",
    "reasoning-delta",
    "reasoning-end",
  ],
];

/** What a replay may consist of: parts that every release of a major knows. */
const KNOWN_PARTS = {
  v1: ["response-metadata", "text-delta", "reasoning", "source", "file", "finish"],
  v2: MODERN_PARTS,
  v3: MODERN_PARTS,
  v4: MODERN_PARTS,
};

function optionsOf(call: object): unknown {
  return Reflect.get(call, "providerOptions") ?? Reflect.get(call, "providerMetadata");
}

/** A model that asks for the weather, and answers when it has been told. */
function weatherAgent(version: "v1" | "v2" | "v3" | "v4"): object {
  const answer: readonly AnswerPart[] = [{ type: "text", text: "It is warm." }];
  const call = (id: number): object => ({
    toolCallType: "function",
    toolCallId: `call_${id}`,
    toolName: "weather",
    args: '{"city":"Rome"}',
    input: '{"city":"Rome"}',
  });
  const isTold = (params: object): boolean => JSON.stringify(params).includes('"tool-result"');
  const end = ending(version, "tool-calls");
  return {
    doGenerate: (params: object, id: number) =>
      isTold(params)
        ? modelResult(version, answer)
        : {
            ...modelResult(version, []),
            ...end,
            toolCalls: [call(id)],
            content: [{ type: "tool-call", ...call(id) }],
          },
    doStream: (params: object, id: number) =>
      isTold(params)
        ? modelParts(version, answer)
        : [
            { type: "tool-call", ...call(id) },
            { type: "finish", ...end },
          ],
  };
}

function agentOptions(version: string, degrees: () => number = () => 30): Record<string, unknown> {
  const schema = z.object({ city: z.string() });
  const weather = {
    description: "The weather",
    inputSchema: schema,
    parameters: schema,
    execute: async () => degrees(),
  };
  const stopWhen = ({ steps }: { steps: unknown[] }): boolean => steps.length >= 3;
  return { tools: { weather }, ...(version === "v1" ? { maxSteps: 3 } : { stopWhen }) };
}

/** A model of ai 4 with settings on the model, where a provider's factory leaves them. */
function settingsModel(settings: object, seen: object[]): ReturnType<typeof ai4.wrapLanguageModel> {
  const model = new MockLanguageModelV1({
    provider: "openai.chat",
    doGenerate: async (params) => {
      seen.push(params);
      return modelResult("v1", ANSWER) as never;
    },
  });
  return Object.assign(model, { settings }) as never;
}

/** Names and types of everything in a result but its metadata. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null || value instanceof Date) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "providerMetadata" && name !== "id" && name !== "warnings")
      .map(([name, field]) => [name, shapeOf(field)]),
  );
}

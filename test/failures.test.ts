import { generateText, streamText, wrapLanguageModel } from "ai";
import { describe, expect, test, vi } from "vitest";
import { checksum } from "../src/checksum.ts";
import { type CacheStore, memoryStore, semanticCache } from "../src/index.ts";
import { cachedModel, mockModel } from "./support/cached-model.ts";
import { fakeEmbedding, trigramEmbedding, trigramVector } from "./support/embedding.ts";

const QUESTION = "How do I reset my password?";
const never = (): Promise<never> => new Promise(() => {});
const broken = (): never => {
  throw new Error("connection refused");
};

/** A memory store with some of its methods replaced. */
function storeWith(methods: Partial<CacheStore>): CacheStore {
  return { ...memoryStore(), ...methods };
}

describe("a store that fails costs a miss, never the call", () => {
  test.each([
    ["reading", { get: broken }, ["error:lookup:failed", "miss:store-failed", "write"]],
    ["searching", { search: broken }, ["error:lookup:failed", "miss:store-failed", "write"]],
    ["writing", { set: broken }, ["miss:no-match", "error:write:failed"]],
    ["reading without end", { get: never }, ["error:lookup:timeout", "miss:store-failed", "write"]],
    [
      "searching without end",
      { search: never },
      ["error:lookup:timeout", "miss:store-failed", "write"],
    ],
    ["writing without end", { set: never }, ["miss:no-match", "error:write:timeout"]],
  ] as const)("%s", async (_what, methods, expected) => {
    const { ask, path } = cachedModel({
      store: storeWith(methods),
      timeouts: { get: 20, search: 20, write: 20 },
    });

    const { text } = await ask(QUESTION);

    expect(text).toBe("answer 1");
    expect(path()).toEqual(expected);
  });

  test("a store that hangs on the way of a hit does not hang flush", async () => {
    const { ask, path } = cachedModel({
      store: storeWith({ touch: never }),
      timeouts: { write: 20 },
    });

    await ask(QUESTION);
    await ask(QUESTION);

    expect(path()).toEqual(["miss:no-match", "write", "hit:exact", "error:write:timeout"]);
  });

  test("an alias that cannot be read leaves the conversation to its exact wording", async () => {
    const { ask, path } = cachedModel({ store: storeWith({ getAlias: broken }) });
    const prompt = [
      { role: "user" as const, content: "Hi" },
      { role: "assistant" as const, content: "Hello" },
      { role: "user" as const, content: QUESTION },
    ];

    await ask({ prompt });
    await ask({ prompt });

    expect(path().filter((step) => !step.startsWith("error"))).toEqual([
      "miss:no-match",
      "write",
      "hit:exact",
    ]);
  });
});

describe("an embedding model that fails costs the semantic tier, nothing else", () => {
  const models = {
    throws: fakeEmbedding(broken),
    "never answers": fakeEmbedding(never),
    "returns NaN": fakeEmbedding(() => [Number.NaN, 1]),
    "returns infinity": fakeEmbedding(() => [Number.POSITIVE_INFINITY, 1]),
    "returns nothing": fakeEmbedding(() => []),
    "returns more dimensions than anybody has": fakeEmbedding(() => new Array(10_000).fill(1)),
  };

  test.each(Object.entries(models))("one that %s", async (_what, embeddingModel) => {
    const { ask, path } = cachedModel({
      embeddingModel,
      timeouts: { embedding: 20, write: 20 },
    });

    await ask(QUESTION);
    await ask(QUESTION);

    const steps = path().map((step) => step.replace(/:(timeout|failed)$/, ""));
    expect([...new Set(steps)]).toEqual([
      "error:embedding",
      "miss:embedding-failed",
      "write",
      "hit:exact",
    ]);
  });

  test("a zero vector is no vector: the question is matched exactly only", async () => {
    const { ask, path } = cachedModel({ embeddingModel: fakeEmbedding(() => [0, 0]) });

    await ask("Как дела?");
    await ask("Который час?");
    await ask("Как дела?");

    expect(path()).toEqual(["miss:no-vector", "write", "miss:no-vector", "write", "hit:exact"]);
  });

  test("a question that was embedded too late for its lookup is still found by meaning", async () => {
    let slow = true;
    const embeddingModel = fakeEmbedding(async (text) => {
      await new Promise((resolve) => setTimeout(resolve, slow ? 40 : 0));
      return trigramVector(text);
    });
    const { ask, path } = cachedModel({ embeddingModel, timeouts: { embedding: 20 } });

    await ask(QUESTION);
    slow = false;
    await ask("How can I reset my password?");

    expect(path()).toEqual([
      ...["error:embedding:timeout", "miss:embedding-failed", "write"],
      "hit:semantic",
    ]);
  });

  test("a failing embedding is asked once, without the SDK's two seconds of retries", async () => {
    let asked = 0;
    const embeddingModel = fakeEmbedding(() => {
      asked++;
      throw Object.assign(new Error("overloaded"), { isRetryable: true });
    });
    const { ask } = cachedModel({ embeddingModel });

    await ask(QUESTION);

    expect(asked).toBe(1);
  });

  test("the model is told to stop when the deadline has passed", async () => {
    let signal: AbortSignal | undefined;
    const embeddingModel = {
      ...trigramEmbedding(),
      doEmbed: (options: { abortSignal?: AbortSignal }) => {
        signal = options.abortSignal;
        return never();
      },
    };
    const { ask } = cachedModel({ embeddingModel, timeouts: { embedding: 20, write: 20 } });

    await ask(QUESTION);

    expect(signal?.aborted).toBe(true);
  });

  test("another embedding model never meets the old one's vectors", async () => {
    const store = memoryStore();
    const before = cachedModel({ store, embeddingModel: trigramEmbedding("one") });
    const after = cachedModel({ store, embeddingModel: trigramEmbedding("two") });

    await before.ask(QUESTION);
    await after.ask("How can I reset my password?");
    await after.ask(QUESTION);

    expect(after.path()).toEqual(["miss:no-match", "write", "hit:exact"]);
  });

  test("the same text is embedded once, however often it is asked and stored", async () => {
    const embeddingModel = trigramEmbedding();
    const { ask } = cachedModel({ embeddingModel, ttl: 0 });

    for (let time = 0; time < 3; time++) await ask(QUESTION);

    expect(embeddingModel.asked).toEqual([QUESTION]);
  });
});

describe("what the application hands in may break", () => {
  test.each([
    ["a guard", { guards: [{ name: "mine", veto: broken }] }, "error:guard:failed", "miss:vetoed"],
    [
      "a policy",
      { threshold: { name: "mine", floor: 0, decide: broken } },
      "error:policy:failed",
      "miss:below-threshold",
    ],
    [
      "a policy that never decides",
      { threshold: { name: "mine", floor: 0, decide: never } },
      "error:policy:timeout",
      "miss:below-threshold",
    ],
    ["a verifier", { verify: broken }, "error:verify:failed", "miss:unverified"],
    ["a slow verifier", { verify: never }, "error:verify:timeout", "miss:unverified"],
  ] as const)(
    "%s fails closed: no answer is served that was not approved",
    async (_what, options, error, miss) => {
      const { ask, path } = cachedModel({ ...options, timeouts: { verify: 20 } });

      await ask(QUESTION);
      await ask("How can I reset my password?");

      expect(path()).toEqual(["miss:no-match", "write", error, miss, "write"]);
    },
  );

  test("a listener that throws, at once or later, changes nothing", async () => {
    for (const onEvent of [broken, async () => broken()]) {
      const { ask } = cachedModel({ onEvent });

      const { text } = await ask(QUESTION);

      expect(text).toBe("answer 1");
    }
  });

  test("a namespace that cannot be told means no cache, not a shared one", async () => {
    const { ask, path } = cachedModel({ namespace: broken });

    await ask(QUESTION);

    expect(path()).toEqual(["error:plan:failed", "bypass:plan-failed"]);
  });

  test("a namespace function that forgets to return one means no cache, not a shared one", async () => {
    const { ask, path, events } = cachedModel({ namespace: () => undefined as never });

    await ask(QUESTION);

    expect(path()).toEqual(["error:plan:failed", "bypass:plan-failed"]);
    expect(events[0]).toMatchObject({
      error: { message: expect.stringContaining("must return text") },
    });
  });

  test("a rule about storing that does not answer at once keeps the answer out", async () => {
    const { ask, path } = cachedModel({ shouldStore: (async () => false) as never });

    await ask(QUESTION);

    expect(path()).toEqual(["miss:no-match", "not-stored:should-store"]);
  });

  test("a rule about storing that throws keeps the answer out", async () => {
    const { ask, path } = cachedModel({ shouldStore: broken });

    await ask(QUESTION);

    expect(path()).toEqual(["miss:no-match", "error:write:failed"]);
  });
});

describe("what a store gives back is not trusted", () => {
  /** JSON as somebody would write it who knows the format. */
  const withChecksum = (json: string): string => `answer/1 ${checksum(json)} ${json}`;
  const payloads = [
    "",
    "not json",
    "answer/1 00000000 {}",
    ...[
      "null",
      "not json",
      '{"model":"m","namespace":"","answer":{"parts":[{"type":"surprise"}],"usage":{}}}',
      '{"model":"m","namespace":"","answer":{"parts":[{"type":"text","text":5}],"usage":{}}}',
      '{"model":"m","namespace":"","answer":{"parts":{},"usage":{}}}',
      `{"answer":${"[".repeat(100_000)}`,
    ].map(withChecksum),
  ];

  test.each(payloads)("a payload like %.40s is a miss, and is reported", async (payload) => {
    const inner = memoryStore();
    const store = storeWith({ ...inner, set: (entry) => inner.set({ ...entry, payload }) });
    const { ask, path, calls } = cachedModel({ store });

    await ask(QUESTION);
    const { text } = await ask(QUESTION);

    expect(text).toBe("answer 2");
    expect(calls()).toBe(2);
    expect(path()).toContain("error:lookup:corrupt");
  });

  test("fields that somebody added to a payload reach nobody", async () => {
    const inner = memoryStore();
    const poison = (payload: string): string =>
      withChecksum(
        payload
          .slice(payload.indexOf("{"))
          .replace('{"answer"', '{"__proto__":{"polluted":true},"answer"')
          .replace('"type":"text"', '"type":"text","providerMetadata":{"openai":{"itemId":"x"}}'),
      );
    const store = storeWith({
      ...inner,
      set: (entry) => inner.set({ ...entry, payload: poison(entry.payload) }),
    });
    const { ask } = cachedModel({ store });

    await ask(QUESTION);
    const { content } = await ask(QUESTION);

    expect(content).toEqual([{ type: "text", text: "answer 1" }]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("an entry of another scope, an expired one and a NaN similarity are never served", async () => {
    const inner = memoryStore();
    const spoilers: ((entry: never) => object)[] = [
      () => ({ scope: "0".repeat(64) }),
      () => ({ expiresAt: Date.now() - 1 }),
      () => ({ expiresAt: Number.NaN }),
    ];
    for (const spoil of spoilers) {
      const store = storeWith({
        ...inner,
        get: (query) => {
          const entry = inner.get(query);
          return entry ? { ...(entry as object), ...spoil(undefined as never) } : undefined;
        },
        search: () => [],
      } as Partial<CacheStore>);
      const { ask, path } = cachedModel({ store });

      await ask(QUESTION);
      await ask(QUESTION);

      expect(path().filter((step) => step.startsWith("hit"))).toEqual([]);
    }
  });
});

describe("the caller's abort", () => {
  test("before the lookup, nothing is looked up and the reason reaches the caller", async () => {
    const { ask, path, calls } = cachedModel();
    const reason = new Error("closed the tab");

    await expect(ask({ prompt: QUESTION, abortSignal: AbortSignal.abort(reason) })).rejects.toThrow(
      "closed the tab",
    );

    expect([path(), calls()]).toEqual([[], 0]);
  });

  test("during the lookup, the model is not asked", async () => {
    const controller = new AbortController();
    const embeddingModel = fakeEmbedding((text) => {
      controller.abort(new Error("closed the tab"));
      return trigramVector(text);
    });
    const { ask, calls, path } = cachedModel({ embeddingModel });

    await expect(ask({ prompt: QUESTION, abortSignal: controller.signal })).rejects.toThrow();

    expect([path(), calls()]).toEqual([[], 0]);
  });
});

test("a stream nobody reads to its end is given up, and what holds the platform awake is let go", async () => {
  const held: Promise<unknown>[] = [];
  const { model, path } = cachedModel({
    answer: () => "a long answer ".repeat(500),
    timeouts: { stream: 20 },
    waitUntil: (promise) => void held.push(promise),
  });

  const reader = streamText({ model, prompt: QUESTION }).textStream.getReader();
  await reader.read();
  await Promise.all(held);

  expect(path()).toEqual(["miss:no-match", "not-stored:unread"]);
});

test("the model's own error reaches the caller untouched, and nothing is stored", async () => {
  const error = new Error("insufficient quota");
  const cache = semanticCache({ embeddingModel: null });
  const inner = mockModel(() => "");
  inner.doGenerate = async () => {
    throw error;
  };
  const model = wrapLanguageModel({ model: inner, middleware: cache });

  await expect(generateText({ model, prompt: QUESTION, maxRetries: 0 })).rejects.toBe(error);

  expect(await cache.size()).toMatchObject({ entries: 0 });
});

describe("work behind the answer", () => {
  test("is handed to the platform's waitUntil, wherever the platform leaves it", async () => {
    const waitUntil = vi.fn();
    const own = cachedModel({ waitUntil });
    await own.ask(QUESTION);
    expect(waitUntil).toHaveBeenCalledWith(expect.any(Promise));

    const platform = vi.fn();
    const name = Symbol.for("@vercel/request-context");
    Reflect.set(globalThis, name, { get: () => ({ waitUntil: platform }) });
    await cachedModel().ask(QUESTION);
    Reflect.deleteProperty(globalThis, name);
    expect(platform).toHaveBeenCalledWith(expect.any(Promise));
  });

  test("a platform that refuses it after the response costs nothing", async () => {
    const { ask, path } = cachedModel({ waitUntil: broken });

    await ask(QUESTION);

    expect(path()).toEqual(["miss:no-match", "write"]);
  });

  test("is done when flush resolves, and the caller never waited for it", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const inner = memoryStore();
    const store = storeWith({ ...inner, set: (entry) => promise.then(() => inner.set(entry)) });
    const cache = semanticCache({ embeddingModel: null, store });
    const model = wrapLanguageModel({ model: mockModel(() => "text"), middleware: cache });

    await generateText({ model, prompt: QUESTION });
    const before = await cache.size();
    resolve();
    await cache.flush();
    const after = await cache.size();

    expect([before.entries, after.entries]).toEqual([0, 1]);
  });
});

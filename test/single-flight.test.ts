import { generateText, type LanguageModel, streamText, wrapLanguageModel } from "ai";
import { MockLanguageModelV4, simulateReadableStream } from "ai/test";
import { describe, expect, test, vi } from "vitest";
import { type CacheEvent, type SemanticCacheOptions, semanticCache } from "../src/index.ts";
import { ANSWER, FINISH, type Part, readText, WORDINGS, WORDS } from "./support/crowd.ts";
import { trigramEmbedding } from "./support/embedding.ts";
import { shortName } from "./support/short-name.ts";

interface Desk {
  readonly model: LanguageModel;
  readonly inner: MockLanguageModelV4;
  readonly events: CacheEvent[];
  readonly signals: (AbortSignal | undefined)[];
  calls(): number;
  flush(): Promise<void>;
  generate(prompt: string, abortSignal?: AbortSignal): Promise<string>;
  stream(prompt: string, abortSignal?: AbortSignal): Promise<string>;
}

/** A model that takes its time, behind a cache. `parts` are what its streams are made of. */
function desk({
  parts = textParts(),
  ...options
}: SemanticCacheOptions & { parts?: Part[] } = {}): Desk {
  const events: CacheEvent[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const cache = semanticCache({
    embeddingModel: trigramEmbedding(),
    threshold: 0.6,
    onEvent: (event) => void events.push(event),
    ...options,
  });
  const inner = new MockLanguageModelV4({
    doGenerate: async ({ abortSignal }) => {
      signals.push(abortSignal);
      await new Promise((resolve) => setTimeout(resolve, 5));
      abortSignal?.throwIfAborted();
      return { content: [{ type: "text", text: ANSWER }], ...FINISH, warnings: [] };
    },
    doStream: async ({ abortSignal }) => {
      signals.push(abortSignal);
      return { stream: simulateReadableStream({ chunks: parts, chunkDelayInMs: 1 }) };
    },
  });
  const model = wrapLanguageModel({ model: inner, middleware: cache });
  return {
    model,
    inner,
    events,
    signals,
    calls: () => inner.doGenerateCalls.length + inner.doStreamCalls.length,
    flush: () => cache.flush(),
    async generate(prompt, abortSignal) {
      const signal = abortSignal ? { abortSignal } : {};
      return (await generateText({ model, prompt, maxRetries: 0, ...signal })).text;
    },
    async stream(prompt, abortSignal) {
      const signal = abortSignal ? { abortSignal } : {};
      const result = streamText({ model, prompt, maxRetries: 0, ...signal, onError() {} });
      return readText(result.fullStream);
    },
  };
}

function textParts(): Part[] {
  return [
    { type: "stream-start", warnings: [] },
    { type: "text-start", id: "1", providerMetadata: { openai: { itemId: "msg_1" } } },
    ...WORDS.map((delta) => ({ type: "text-delta" as const, id: "1", delta })),
    { type: "text-end", id: "1" },
    { type: "finish", ...FINISH },
  ];
}

const ask = (how: string, { generate, stream }: Desk, index: number): typeof generate => {
  if (how === "mixed") return index % 2 === 0 ? stream : generate;
  return how === "generate" ? generate : stream;
};

describe("a stampede costs one model call", () => {
  const table = [10, 100, 1_000].flatMap((callers) =>
    ["equal", "similar"].flatMap((questions) =>
      ["generate", "stream", "mixed"].map((how) => ({ callers, questions, how })),
    ),
  );

  test.each(table)("$callers callers, $questions questions, $how", async (row) => {
    const { callers, questions, how } = row;
    const support = desk();
    const asked = questions === "equal" ? WORDINGS.slice(0, 1) : WORDINGS;

    const answers = await Promise.all(
      Array.from({ length: callers }, (_, index) =>
        ask(how, support, index)(asked[index % asked.length] ?? ""),
      ),
    );

    expect(support.calls()).toBe(1);
    expect(new Set(answers)).toEqual(new Set([ANSWER]));
    await support.flush();
    expect(support.events.filter(({ type }) => type === "hit")).toHaveLength(callers - 1);
    expect(support.events.filter(({ type }) => type === "write")).toHaveLength(1);
  });
});

describe("whoever leaves, leaves alone", () => {
  const chunks = textParts().map((_, index) => index);

  test.each(chunks)("the leader aborts after %i parts: the others get everything", async (at) => {
    const support = desk();
    const [question = ""] = WORDINGS;
    const leader = new AbortController();
    const left = support.stream(question, leader.signal).catch(() => "left");
    const others = Array.from({ length: 5 }, () => support.stream(question));
    for (let index = 0; index < at; index++) await new Promise((r) => setTimeout(r, 1));
    leader.abort();

    expect(await Promise.all(others)).toEqual(new Array(5).fill(ANSWER));
    await left;
    expect(support.calls()).toBe(1);
  });

  test("a follower that aborts ends alone, and the leader never notices", async () => {
    const support = desk();
    const follower = new AbortController();
    const leader = support.generate("How do I pay?");
    const left = support.generate("How do I pay?", follower.signal);
    await new Promise((resolve) => setTimeout(resolve, 1));

    follower.abort(new Error("gone"));

    await expect(left).rejects.toThrow("gone");
    expect(await leader).toBe(ANSWER);
  });

  test("the last one out stops the model", async () => {
    const support = desk();
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => support.generate("How do I pay?", signal));
    const outcomes = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 2));

    controllers[0]?.abort();
    const afterOne = support.signals[0]?.aborted;
    controllers[1]?.abort();
    await outcomes;

    expect(afterOne).toBe(false);
    expect(support.signals[0]?.aborted).toBe(true);
    await support.flush();
  });

  test("unless it may finish behind their backs: then the next one hits", async () => {
    const support = desk({ singleFlight: { finishInBackground: true } });
    const controller = new AbortController();
    const left = support.generate("How do I pay?", controller.signal);
    await vi.waitFor(() => expect(support.calls()).toBe(1), { interval: 1 });
    controller.abort();
    await expect(left).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await support.flush();

    await support.generate("How do I pay?");

    expect(support.calls()).toBe(1);
  });

  test("who comes when the call was given up begins anew", async () => {
    const support = desk();
    const controller = new AbortController();
    const left = support.generate("How do I pay?", controller.signal).catch(() => "left");
    await new Promise((resolve) => setTimeout(resolve, 2));

    controller.abort();
    const next = support.generate("How do I pay?");

    expect(await Promise.all([left, next])).toEqual(["left", ANSWER]);
    expect(support.calls()).toBe(2);
  });
});

describe("what is not an answer", () => {
  test.each(textParts().map((_, index) => index))(
    "a stream that fails at part %i fails once for everybody, and nothing is stored",
    async (at) => {
      const parts = [...textParts().slice(0, at), { type: "error" as const, error: "overloaded" }];
      const support = desk({ parts });

      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, () => support.stream("How do I pay?")),
      );

      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["rejected"]));
      expect(support.calls()).toBe(1);
      await support.flush();
      expect(support.events.map(shortName)).not.toContain("write");
    },
  );

  test("a call that is refused is refused for everybody once; the next one asks again", async () => {
    const support = desk();
    support.inner.doGenerate = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      throw new Error("rate limited");
    };
    const calls = Array.from({ length: 10 }, () => support.generate("How do I pay?"));
    const outcomes = await Promise.allSettled(calls);

    const again = await Promise.allSettled([support.generate("How do I pay?")]);

    const reasons = [...outcomes, ...again].map(
      (outcome) => Reflect.get(outcome, "reason").message,
    );
    expect(reasons).toEqual(new Array(11).fill("rate limited"));
    expect(
      support.events.map(shortName).filter((name) => name === "miss:flight-failed"),
    ).toHaveLength(9);
  });
});

test("followers get nothing of what the provider said to the leader, and pay nothing", async () => {
  const { model } = desk();
  const read = (): Promise<object[]> =>
    Array.fromAsync(streamText({ model, prompt: "How do I pay?" }).fullStream);

  const [leader, follower] = await Promise.all([read(), read()]);

  expect(JSON.stringify(leader)).toContain("msg_1");
  expect(JSON.stringify(follower)).not.toContain("msg_1");
  expect(follower.at(-1)).toMatchObject({
    type: "finish",
    totalUsage: { inputTokens: 0, outputTokens: 0 },
  });
});

test("singleFlight: false lets everybody call", async () => {
  const support = desk({ singleFlight: false });

  await Promise.all([support.generate("How do I pay?"), support.generate("How do I pay?")]);

  expect(support.calls()).toBe(2);
});

import { generateObject, generateText, jsonSchema, streamText } from "ai";
import { describe, expect, test, vi } from "vitest";
import { type CachedModel, cachedModel } from "../support/cached-model.ts";
import { sdk4 } from "../support/sdk.ts";
import { cachedApp } from "../support/sdk-cached.ts";

const QUESTION = "How do I reset my password?";
const soon = (milliseconds = 1): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

type Result = Awaited<ReturnType<CachedModel["inner"]["doStream"]>>;
type Part = Result["stream"] extends ReadableStream<infer P> ? P : never;

/** A stream of the model that says these parts and then nothing more, and whether it was left. */
function endless(parts: Part[]): Result & { readonly wasCancelled: () => boolean } {
  const left = [...parts];
  let cancelled = false;
  const stream = new ReadableStream<Part>(
    {
      pull(controller) {
        const part = left.shift();
        if (part) controller.enqueue(part);
        return part ? undefined : new Promise(() => {});
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, wasCancelled: () => cancelled };
}

describe("a stream nobody reads", () => {
  test("is finished behind their backs where that is wanted", async () => {
    const { model, cache, calls } = cachedModel({
      singleFlight: { finishInBackground: true },
    });
    const prompt = [{ role: "user", content: [{ type: "text", text: QUESTION }] }];
    await Reflect.get(model as object, "doStream")({ prompt });
    await vi.waitFor(() => expect(cache.stats().writes).toBe(1));

    expect(calls()).toBe(1);
  });

  test("is left, also after it said that it failed", async () => {
    const { inner, model } = cachedModel({ staleIfError: "1h" });
    const source = endless([{ type: "error", error: new Error("overloaded") }]);
    inner.doStream = async () => source;

    const { fullStream } = streamText({ model, prompt: QUESTION, maxRetries: 0, onError() {} });
    await Array.fromAsync(fullStream);

    expect(source.wasCancelled()).toBe(true);
  });

  test("is left, also when it came after its reader had gone", async () => {
    const { inner, model } = cachedModel();
    const source = endless([]);
    inner.doStream = async () => {
      await soon(5);
      return source;
    };
    const controller = new AbortController();
    const { signal } = controller;

    const { fullStream } = streamText({ model, prompt: QUESTION, abortSignal: signal });
    const read = Array.fromAsync(fullStream).catch(() => {});
    await soon();
    controller.abort();
    await read;

    await vi.waitFor(() => expect(source.wasCancelled()).toBe(true));
  });
});

test("an answer that comes after everybody has left is not stored behind a clear", async () => {
  const { inner, ask, cache, path } = cachedModel();
  const answers = inner.doGenerate;
  inner.doGenerate = async (options) => {
    await soon(5);
    return answers(options);
  };
  const controller = new AbortController();

  const asked = ask({ prompt: QUESTION, abortSignal: controller.signal }).catch(() => "left");
  await soon();
  controller.abort();
  await asked;
  await cache.clear();
  await soon(10);

  expect(path()).toEqual(["miss:no-match", "not-stored:cancelled"]);
});

test("a call that was answered is never told to stop", async () => {
  const { inner, model, cache } = cachedModel({ answer: () => '{"city":"Rome"}' });
  const schema = jsonSchema<{ city: string }>({
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
  });

  await generateObject({ model, prompt: "Which city?", schema });
  await cache.flush();

  expect(inner.doGenerateCalls[0]?.abortSignal?.aborted).toBe(false);
});

test("whenever the first one leaves, whoever asks the same gets an answer", async () => {
  for (let steps = 0; steps < 80; steps++) {
    const { model } = cachedModel();
    const controller = new AbortController();
    const { signal } = controller;
    const first = generateText({ model, prompt: QUESTION, abortSignal: signal, maxRetries: 0 });
    const other = generateText({ model, prompt: QUESTION, maxRetries: 0 });
    const outcomes = Promise.allSettled([first, other]);
    for (let step = 0; step < steps; step++) await Promise.resolve();

    controller.abort();

    expect((await outcomes)[1].status).toBe("fulfilled");
  }
});

test("who comes while a model has been silent for a minute does not wait for it too", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { inner, ask, calls } = cachedModel();
  const answers = inner.doGenerate;
  inner.doGenerate = async () => new Promise(() => {});
  const controller = new AbortController();
  const stuck = ask({ prompt: QUESTION, abortSignal: controller.signal }).catch(() => "left");
  await soon(5);
  inner.doGenerate = answers;

  vi.advanceTimersByTime(61_000);
  const { text } = await ask(QUESTION);

  vi.useRealTimers();
  controller.abort();
  expect([text, await stuck, calls()]).toEqual(["answer 1", "left", 1]);
});

test("who uses another version of a document does not wait for an answer made from this one", async () => {
  const { ask, calls } = cachedModel();
  const made = (version: string): Promise<unknown> => {
    const semanticCache = { dependsOn: [{ id: "terms", version }] };
    return ask({ prompt: QUESTION, providerOptions: { semanticCache } });
  };

  await Promise.all([made("1"), made("2"), made("2")]);

  expect(calls()).toBe(2);
});

describe("a follower of a live stream", () => {
  test("gets its files by their own addresses", async () => {
    const { inner, model } = cachedModel();
    const url = new URL("https://example.com/cat.png");
    const file = { type: "file", mediaType: "image/png", data: { type: "url", url } } as const;
    inner.doStream = async () => endless([file]);

    const read = () => firstPart(model, "file");
    const [, follower] = await Promise.all([read(), read()]);

    expect(follower).toEqual(file);
  });

  test("of ai 4 gets a stream of ai 4, without signatures of the leader's reasoning", async () => {
    const doStream = async (): Promise<object[]> => {
      await soon();
      return [
        { type: "reasoning", textDelta: "Hm." },
        { type: "reasoning-signature", signature: "secret" },
        { type: "text-delta", textDelta: "Here." },
        { type: "finish", finishReason: "stop", usage: { promptTokens: 1, completionTokens: 2 } },
      ];
    };
    const app = cachedApp(sdk4, { doStream });
    const read = () => app.ask({ way: "stream", prompt: QUESTION });

    const [leader, follower] = await Promise.all([read(), read()]);

    expect([leader.text, follower.text, app.seen.length]).toEqual(["Here.", "Here.", 1]);
    const types = follower.streamed.map(({ type }) => type);
    expect(types).toContain("reasoning");
    expect(types).not.toContain("reasoning-signature");
  });
});

/** The first part of a kind that a caller is given by the model itself. */
async function firstPart(model: unknown, kind: string): Promise<object | undefined> {
  const prompt = [{ role: "user", content: [{ type: "text", text: QUESTION }] }];
  const { stream } = await Reflect.get(model as object, "doStream")({ prompt });
  for await (const part of stream as ReadableStream<Part>) if (part.type === kind) return part;
  return undefined;
}

test("the model is not asked for who left while a call under way was looked at", async () => {
  const controller = new AbortController();
  const decide = (): boolean => {
    controller.abort(new Error("closed the tab"));
    return false;
  };
  const { ask, inner } = cachedModel({ threshold: { name: "mine", floor: 0.6, decide } });
  const model = vi.fn(async (): Promise<never> => soon(50).then(() => Promise.reject("done")));
  inner.doGenerate = model;
  const first = ask(QUESTION).catch(() => {});
  await vi.waitFor(() => expect(model).toHaveBeenCalledOnce());

  const left = ask({ prompt: "How can I reset my password?", abortSignal: controller.signal });

  await expect(left).rejects.toThrow("closed the tab");
  await first;
  expect(model).toHaveBeenCalledOnce();
});

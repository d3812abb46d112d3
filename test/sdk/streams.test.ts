import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ReplayOptions } from "../../src/index.ts";
import {
  type App,
  type Sdk,
  type StreamedPart,
  sdk4,
  sdk5,
  sdk6,
  sdk7,
  sdks,
} from "../support/sdk.ts";
import {
  type AnswerPart,
  ending,
  modelParts,
  modelResult,
  type RawPart,
} from "../support/sdk-answer.ts";
import { ANSWER, cachedApp, QUESTION, rawQuestion } from "../support/sdk-cached.ts";
import { type ControlledSource, controlledSource, type SourceFate } from "../support/sdk-source.ts";

const FULL_ANSWER: readonly AnswerPart[] = [
  { type: "reasoning", text: "They forgot it." },
  ...ANSWER,
  { type: "source", sourceType: "url", id: "s1", url: "https://example.com/", title: "Help" },
];

/** Every place where a stream of a version can break: before each part, and after the last. */
const CUTS = [sdk4, sdk7].flatMap((sdk) => {
  const parts = modelParts(sdk.version, FULL_ANSWER);
  return Array.from({ length: parts.length + 1 }, (_, cut) => ({
    sdk,
    name: sdk.name,
    cut,
    parts,
  }));
});
/** The same without the last place, where nothing is missing. */
const PARTIAL = CUTS.filter(({ cut, parts }) => cut < parts.length);

afterEach(() => void vi.useRealTimers());

describe("a stream of the model itself", () => {
  test.each(PARTIAL)("$name: cancelled after $cut parts", async ({ sdk, parts, cut }) => {
    const [bare, cached] = twins(sdk, parts);

    const left = await readAndCancel(sdk, bare.app, cut);
    const right = await readAndCancel(sdk, cached.app, cut);

    expect(right).toEqual(left);
    expect(cached.source.cancelled()).toEqual({ reason: "enough" });
    expect(cached.source.pulled()).toBe(bare.source.pulled());
    expect(cached.app.path).toEqual(["miss:no-match", "not-stored:cancelled"]);
  });

  test.each(CUTS)("$name: broken after $cut parts", async ({ sdk, parts, cut }) => {
    const error = new Error("socket hang up");
    const [bare, cached] = twins(sdk, parts, { failAt: cut, error });

    const left = await readRaw(sdk, bare.app);
    const right = await readRaw(sdk, cached.app);

    expect(right).toEqual(left);
    expect(right.error).toBe(error);
    expect(cached.app.path).toEqual(["miss:no-match", "not-stored:failed"]);
  });

  test.each(PARTIAL)("$name: ended after $cut parts", async ({ sdk, parts, cut }) => {
    const [bare, cached] = twins(sdk, parts, { endAt: cut });

    const left = await readRaw(sdk, bare.app);
    const right = await readRaw(sdk, cached.app);

    expect(right).toEqual(left);
    expect(cached.app.path).toEqual(["miss:no-match", expect.stringMatching("^not-stored:")]);
  });
});

describe("a stream as its user reads it", () => {
  test.each(PARTIAL)(
    "$name: aborted after $cut parts of the provider",
    async ({ sdk, parts, cut }) => {
      const { bare, cached, path } = aborted(sdk, parts, cut);

      const left = await bare();
      const right = await cached();

      expect(right).toEqual(left);
      expect(path).not.toContain("write");
    },
  );

  test.each(CUTS)("$name: left by its reader after $cut parts", async ({ sdk, parts, cut }) => {
    const [bare, cached] = twins(sdk, parts);

    const left = await readAndThrow(bare.app, cut);
    const right = await readAndThrow(cached.app, cut);

    expect(right).toEqual(left);
    await expectNothingPartial(cached.app);
  });

  test.each(CUTS)("$name: broken after $cut parts", async ({ sdk, parts, cut }) => {
    const [bare, cached] = twins(sdk, parts, { failAt: cut, error: new Error("socket hang up") });

    const left = await readShown(bare.app);
    const right = await readShown(cached.app);

    expect(right).toEqual(left);
    await expectNothingPartial(cached.app);
  });

  test.each(CUTS)("$name: ended after $cut parts", async ({ sdk, parts, cut }) => {
    const [bare, cached] = twins(sdk, parts, { endAt: cut });

    const left = await readShown(bare.app);
    const right = await readShown(cached.app);

    expect(right).toEqual(left);
    await expectNothingPartial(cached.app);
  });
});

describe.each(sdks)("$name", (sdk) => {
  test("a reader who leaves while the model is silent ends the stream once", async () => {
    const silence = Promise.withResolvers<void>();
    const fate = { stallAt: 2, onStall: silence.resolve };
    const [, cached] = twins(sdk, modelParts(sdk.version, ANSWER), fate);
    const reader = await openRaw(sdk, cached.app);

    for (const _part of [1, 2]) await reader.read();
    const pending = reader.read();
    await silence.promise;
    await reader.cancel("enough");
    await pending;
    await cached.app.cache.flush();

    expect(cached.source.cancelled()).toEqual({ reason: "enough" });
    expect(cached.app.path).toEqual(["miss:no-match", "not-stored:cancelled"]);
  });

  test("a reader who comes back when the recording was given up gets the rest", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const parts = modelParts(sdk.version, ANSWER);
    const [, cached] = twins(sdk, parts);
    const reader = await openRaw(sdk, cached.app);

    await reader.read();
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    const rest = await Array.fromAsync(readAll(reader));

    expect(rest).toHaveLength(parts.length - 1);
    expect(cached.app.path).toEqual(["miss:no-match", "not-stored:unread"]);
  });

  test("a stream that another library made is recorded too", async () => {
    const parts = modelParts(sdk.version, ANSWER);
    // Not a global ReadableStream, but all that a reader needs: polyfills and other realms have these.
    const doStream = (): object => ({
      getReader: () => controlledSource(parts).stream.getReader(),
    });
    const app = cachedApp(sdk, { doStream });

    const reader = await openRaw(sdk, app);
    await Array.fromAsync(readAll(reader));
    await app.cache.flush();

    expect(app.path).toEqual(["miss:no-match", "write"]);
  });

  test("a replay comes in the pieces that the model sent", async () => {
    const app = cachedApp(sdk);

    const [model, replay] = [await textChunks(app), await textChunks(app)];

    expect(replay).toEqual(model);
    expect(replay).toHaveLength(7);
  });

  test("a replay that is aborted in the middle ends with the reason of the abort", async () => {
    const leaving = new AbortController();
    const app = cachedApp(sdk, { answer: FULL_ANSWER });
    await app.raw("generate", rawQuestion(sdk, QUESTION));
    const reader = await openRaw(sdk, app, { abortSignal: leaving.signal });

    await reader.read();
    await reader.read();
    leaving.abort(new Error("The user left."));

    await expect(reader.read()).rejects.toThrow("The user left.");
  });

  test("a replay that is aborted in a pause ends with the reason of the abort", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const leaving = new AbortController();
    const app = cachedApp(sdk, { cacheOptions: { replay: { initialDelayMs: 60_000 } } });
    await app.raw("generate", rawQuestion(sdk, QUESTION));
    const reader = await openRaw(sdk, app, { abortSignal: leaving.signal });

    const ending = Array.fromAsync(readAll(reader));
    await vi.advanceTimersByTimeAsync(1_000);
    leaving.abort(new Error("The user left."));

    await expect(ending).rejects.toThrow("The user left.");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a replay whose reader leaves just ends", async () => {
    const app = cachedApp(sdk);
    await app.raw("generate", rawQuestion(sdk, QUESTION));
    const reader = await openRaw(sdk, app);

    await reader.read();
    await reader.cancel("enough");

    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(app.path).toEqual(["miss:no-match", "write", "hit:exact"]);
  });
});

test.each([sdk5, sdk6, sdk7])(
  "$name: a text and a reasoning block with the same id stay two",
  async (sdk) => {
    const parts: RawPart[] = [
      { type: "reasoning-start", id: "0" },
      { type: "reasoning-delta", id: "0", delta: "They forgot it." },
      { type: "text-start", id: "0" },
      { type: "text-delta", id: "0", delta: "Open the settings." },
      { type: "reasoning-end", id: "0" },
      { type: "text-end", id: "0" },
      { type: "finish", ...ending(sdk.version) },
    ];
    const { ask, path } = cachedApp(sdk, { doStream: () => parts });

    const asked = await ask({ way: "stream", prompt: QUESTION });
    const hit = await ask({ way: "stream", prompt: QUESTION });

    expect(hit.content).toEqual(asked.content);
    expect(path).toEqual(["miss:no-match", "write", "hit:exact"]);
  },
);

describe.each(["recorded", "word", "line", /[.!?]\s+/, /./u, /(?:)/] as const)(
  "replayed by %s",
  (chunk) => {
    test.each([sdk4, sdk7])(
      "$name: no chunk ends inside a character, and none is lost",
      async (sdk) => {
        await fc.assert(
          fc.asyncProperty(writing, async (text) => {
            const chunks = await replayed(sdk, text.split(""), { chunk });

            expect(chunks.join("")).toBe(text);
            expect(chunks.filter((piece) => !piece.isWellFormed())).toEqual([]);
          }),
          { numRuns: 60 },
        );
      },
    );
  },
);

test("a replay cuts where the model did, except inside a character", async () => {
  const pieces = fc.array(fc.string({ unit: "binary", minLength: 1 }), { minLength: 2 });

  await fc.assert(
    fc.asyncProperty(pieces, async (recorded) => {
      fc.pre(recorded.join("").trim() !== "");
      expect(await replayed(sdk7, recorded, {})).toEqual(recorded);
    }),
    { numRuns: 60 },
  );
});

test("half a character that the model itself sent comes back as it was", async () => {
  const text = "a lone \ud83d half";

  const chunks = await replayed(sdk7, [...text.split("")], { chunk: "recorded" });

  expect(chunks.join("")).toBe(text);
});

/** Texts that are easy to cut in the wrong place. */
const writing = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(
        "👨‍👩‍👧‍👦",
        "🏳️‍🌈",
        "e\u0301",
        "नमस्ते",
        "日本語",
        "한국어",
        "สวัสดี",
        "🇩🇪🇫🇷",
        ". ",
        "\n",
        " ",
      ),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(""))
  .filter((text) => text.trim() !== "");

/** What a reader saw of a stream: its parts, and how it broke if it did. */
interface Seen {
  readonly parts: readonly unknown[];
  readonly error?: unknown;
}

/** The same model twice, bare and behind a cache, each with a source of its own. */
function twins(
  sdk: Sdk,
  parts: readonly RawPart[],
  fate?: SourceFate,
): [
  { app: App; source: ControlledSource },
  { app: ReturnType<typeof cachedApp>; source: ControlledSource },
] {
  const [left, right] = [controlledSource(parts, fate), controlledSource(parts, fate)];
  const doGenerate = (): object => modelResult(sdk.version, FULL_ANSWER);
  return [
    { source: left, app: sdk.app({ doGenerate, doStream: () => left.stream }) },
    { source: right, app: cachedApp(sdk, { doGenerate, doStream: () => right.stream }) },
  ];
}

async function openRaw(
  sdk: Sdk,
  app: App,
  params?: object,
): Promise<ReadableStreamDefaultReader<StreamedPart>> {
  const { stream } = await app.raw("stream", rawQuestion(sdk, QUESTION, params));
  return (stream as ReadableStream<StreamedPart>).getReader();
}

async function readRaw(sdk: Sdk, app: App): Promise<Seen> {
  const reader = await openRaw(sdk, app);
  const seen = await collect(readAll(reader), withoutOwnMetadata);
  await flush(app);
  return seen;
}

async function readAndCancel(sdk: Sdk, app: App, count: number): Promise<unknown[]> {
  const reader = await openRaw(sdk, app);
  const parts: unknown[] = [];
  while (parts.length < count) parts.push(withoutOwnMetadata((await reader.read()).value));
  await reader.cancel("enough");
  await flush(app);
  return parts;
}

/** Reads `streamText` and throws in the loop after `count` parts. */
async function readAndThrow(app: App, count: number): Promise<Seen> {
  const { fullStream } = app.openStream({ way: "stream", prompt: QUESTION });
  let left = count;
  const seen = await collect(fullStream, (part) => {
    if (left-- === 0) throw new Error("A bug in the application.");
    return shown(part);
  });
  await flush(app);
  return seen;
}

async function readShown(app: App, options?: Record<string, unknown>): Promise<Seen> {
  const { fullStream } = app.openStream({ way: "stream", prompt: QUESTION, options });
  const seen = await collect(fullStream, shown);
  await flush(app);
  return seen;
}

/** A model that falls silent after `cut` parts, whereupon the caller aborts. */
function aborted(
  sdk: Sdk,
  parts: readonly RawPart[],
  cut: number,
): Record<"bare" | "cached", () => Promise<Seen>> & { path: readonly string[] } {
  const leaving = (): { abortSignal: AbortSignal; doStream: () => object } => {
    const { signal, abort } = abortLater();
    const fate = { stallAt: cut, onStall: abort, abortSignal: signal };
    return { abortSignal: signal, doStream: () => controlledSource(parts, fate).stream };
  };
  const [left, right] = [leaving(), leaving()];
  const cached = cachedApp(sdk, { doStream: right.doStream });
  return {
    path: cached.path,
    bare: () => readShown(sdk.app({ doStream: left.doStream }), { abortSignal: left.abortSignal }),
    cached: () => readShown(cached, { abortSignal: right.abortSignal }),
  };
}

/** A signal that fires when everything that was said has arrived. */
function abortLater(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new DOMException("The user left.", "AbortError"));
  return { signal: controller.signal, abort: () => void setImmediate(abort) };
}

/** Whoever asks next gets the whole answer, be it from the model or from the cache. */
async function expectNothingPartial(app: App): Promise<void> {
  const { content } = await app.ask({ way: "generate", prompt: QUESTION });
  expect(content.map(withoutMetadata)).toEqual(FULL_ANSWER);
}

async function replayed(
  sdk: Sdk,
  recorded: readonly string[],
  replay: ReplayOptions,
): Promise<string[]> {
  const app = cachedApp(sdk, {
    cacheOptions: { replay, embeddingModel: null },
    doStream: () => textParts(sdk, recorded),
  });
  await textChunks(app);
  const chunks = await textChunks(app);
  expect(app.path).toEqual(["miss:exact-only", "write", "hit:exact"]);
  return chunks;
}

function textParts(sdk: Sdk, pieces: readonly string[]): RawPart[] {
  const finish: RawPart = { type: "finish", ...ending(sdk.version) };
  if (sdk.version === "v1") {
    return [...pieces.map((textDelta) => ({ type: "text-delta", textDelta })), finish];
  }
  const deltas = pieces.map((delta) => ({ type: "text-delta", id: "0", delta }));
  return [{ type: "text-start", id: "0" }, ...deltas, { type: "text-end", id: "0" }, finish];
}

async function textChunks(app: App): Promise<string[]> {
  const { textStream } = app.openStream({ way: "stream", prompt: QUESTION });
  const chunks = await Array.fromAsync(textStream);
  await flush(app);
  return chunks;
}

async function* readAll<T>(reader: ReadableStreamDefaultReader<T>): AsyncGenerator<T> {
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

async function collect<T>(parts: AsyncIterable<T>, show: (part: T) => unknown): Promise<Seen> {
  const seen: unknown[] = [];
  try {
    for await (const part of parts) seen.push(show(part));
    return { parts: seen };
  } catch (error) {
    return { parts: seen, error };
  }
}

/** What a user sees of a part: not the ids that the SDK makes up. */
function shown(part: StreamedPart): unknown {
  const { type, text, textDelta, error, finishReason } = part;
  return { type, text, textDelta, finishReason, error: error && String(error) };
}

function withoutMetadata(part: object): object {
  const { providerMetadata: _metadata, ...rest } = part as StreamedPart;
  return rest;
}

function withoutOwnMetadata(part: StreamedPart | undefined): unknown {
  if (part?.type !== "finish") return part;
  const { semanticCache: _own, ...providerMetadata } = part.providerMetadata as object as Record<
    string,
    unknown
  >;
  return { ...part, providerMetadata };
}

async function flush(app: App): Promise<void> {
  if ("cache" in app) await (app as ReturnType<typeof cachedApp>).cache.flush();
}

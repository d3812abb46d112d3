import { describe, expect, expectTypeOf, test } from "vitest";
import {
  memoryStore,
  type SemanticCache,
  type SemanticCacheOptions,
  semanticCache,
  type TextFunctionOptions,
  withCache,
} from "../src/index.ts";
import { trigramEmbedding } from "./support/embedding.ts";
import { shortName } from "./support/short-name.ts";

const PASSWORD = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";

/** A cache with what happened to it, and a function that counts its calls. */
function app(options: SemanticCacheOptions = {}): {
  readonly cache: SemanticCache;
  readonly happened: string[];
  readonly asked: string[];
  readonly answer: (text: string) => Promise<string>;
} {
  const happened: string[] = [];
  const asked: string[] = [];
  const cache = semanticCache({
    embeddingModel: trigramEmbedding(),
    threshold: 0.6,
    onEvent: (event) => void happened.push(shortName(event)),
    ...options,
  });
  const answer = async (text: string): Promise<string> => `answer ${asked.push(text)}`;
  return { cache, happened, asked, answer };
}

async function collect(texts: AsyncIterable<string>): Promise<string[]> {
  return Array.fromAsync(texts);
}

/** Waits for what happens behind the answer. */
async function settled<T>(cache: SemanticCache, answer: Promise<T>): Promise<T> {
  return answer.finally(() => cache.flush());
}

describe("a function of a text", () => {
  test("is called once for what means the same", async () => {
    const { cache, happened, asked, answer } = app();
    const cached = cache.wrap(answer);

    const answers = [];
    for (const text of [PASSWORD, PASSWORD, PARAPHRASE, "Where is my parcel?"]) {
      answers.push(await settled(cache, cached(text)));
    }

    expect(answers).toEqual(["answer 1", "answer 1", "answer 1", "answer 2"]);
    expect(asked).toEqual([PASSWORD, "Where is my parcel?"]);
    const all = ["miss:no-match", "write", "hit:exact", "hit:semantic", "miss:no-match", "write"];
    expect(happened).toEqual(all);
  });

  test("is called once by many at once", async () => {
    const { cache, asked, answer } = app();
    const cached = cache.wrap(answer);

    const answers = await Promise.all(Array.from({ length: 50 }, () => cached(PASSWORD)));

    expect(new Set(answers)).toEqual(new Set(["answer 1"]));
    expect(asked).toHaveLength(1);
  });

  test("keeps its type", () => {
    const { cache } = app();

    const text = cache.wrap(async (question: string) => question.length);
    const stream = cache.wrap(async function* (question: string) {
      yield question;
    });

    expectTypeOf(text).toEqualTypeOf<(question: string) => Promise<number>>();
    expectTypeOf(stream(PASSWORD)).toExtend<AsyncIterable<string>>();
  });

  test.each<[string, unknown]>([
    ["an object", { route: "billing", confidence: 0.5, tags: ["a", null], deep: { yes: true } }],
    ["a number", 42],
    ["null", null],
    ["text that looks like JSON", '{"a":1}'],
  ])("may return %s", async (_what, value) => {
    const { cache, happened } = app();
    const cached = cache.wrap(async (_text: string) => value);

    const first = await settled(cache, cached(PASSWORD));
    const second = await settled(cache, cached(PASSWORD));

    expect([first, second]).toEqual([value, value]);
    expect(happened).toEqual(["miss:no-match", "write", "hit:exact"]);
  });

  test("what came from the cache is the caller's own", async () => {
    const { cache } = app();
    const cached = cache.wrap(async (_text: string) => ({ tags: ["a"] }));
    await settled(cache, cached(PASSWORD));

    (await cached(PASSWORD)).tags.push("b");

    expect(await cached(PASSWORD)).toEqual({ tags: ["a"] });
  });

  test.each<[string, unknown]>([
    ["a date", new Date(0)],
    ["a map inside", { map: new Map() }],
    ["nothing", undefined],
    ["NaN", Number.NaN],
  ])("what JSON cannot hold is passed on and not stored: %s", async (_what, value) => {
    const { cache, happened } = app();
    const cached = cache.wrap(async (_text: string) => value);

    expect(await settled(cache, cached(PASSWORD))).toBe(value);
    expect(happened).toEqual(["miss:no-match", "not-stored:finish-reason"]);
  });

  test("what it throws is thrown, and not stored", async () => {
    const { cache, happened } = app();
    const broken = new Error("broken");
    const cached = cache.wrap((_text: string) => Promise.reject(broken));

    await expect(settled(cache, cached(PASSWORD))).rejects.toBe(broken);
    expect(happened).toEqual(["miss:no-match"]);
  });

  test("hears of an abort when the last one who waits has left", async () => {
    const { cache } = app();
    const controller = new AbortController();
    const heard: unknown[] = [];
    const slow = (_text: string, { abortSignal }: TextFunctionOptions = {}) =>
      new Promise<string>((_resolve, reject) => {
        abortSignal?.addEventListener("abort", () => reject(heard.push(abortSignal.reason)));
        controller.abort("enough");
      });

    const waiting = cache.wrap(slow)(PASSWORD, { abortSignal: controller.signal });

    await expect(waiting).rejects.toBe("enough");
    expect(heard).toEqual(["enough"]);
  });
});

describe("names", () => {
  test("functions of one name share their answers, also over restarts", async () => {
    const store = memoryStore();
    const [before, after] = [app({ store }), app({ store })];
    await settled(before.cache, before.cache.wrap(before.answer, { name: "support" })(PASSWORD));

    const shared = await after.cache.wrap(after.answer, { name: "support" })(PARAPHRASE);

    expect(shared).toBe("answer 1");
    expect(after.asked).toEqual([]);
  });

  test("without a name nothing is shared: two tenants may have the same code", async () => {
    const { cache } = app();
    const ofTenant = (tenant: string) => cache.wrap(async (_text: string) => tenant);
    const [one, other] = [ofTenant("one"), ofTenant("other")];
    await settled(cache, one(PASSWORD));

    expect(await other(PASSWORD)).toBe("other");
  });
});

describe("options", () => {
  test("namespace, scope, ttl and tags are those of a call", async () => {
    const { cache, answer } = app();
    const options = { name: "a", namespace: "n", scope: "de", ttl: "1h", tags: ["faq"] } as const;
    const cached = cache.wrap(answer, { ...options, tags: [...options.tags] });
    await settled(cache, cached(PASSWORD));

    const elsewhere = await settled(
      cache,
      cache.wrap(answer, { name: "a", namespace: "n" })(PASSWORD),
    );

    expect(elsewhere).toBe("answer 2");
    expect(await cache.size({ namespace: "n" })).toMatchObject({ entries: 2 });
    expect(await cache.invalidate({ tag: "faq" })).toMatchObject({ entries: 1 });
  });

  test("a block around the call has its say, and its statistics", async () => {
    const { cache, asked, answer } = app();
    const cached = cache.wrap(answer);

    const stats = await withCache({ cache: "no-store" }, async (block) => {
      await cached(PASSWORD);
      await cached(PASSWORD);
      return block.stats();
    });

    expect(asked).toHaveLength(2);
    expect(stats.bypasses).toMatchObject({ "no-store": 2 });
  });

  test.each<[unknown, object, string]>([
    [7, {}, "wrap: fn must be a function; got number."],
    [async () => "", { name: "" }, 'wrap: name must be text; got "".'],
    [async () => "", { ttl: "soon" }, ".ttl must be milliseconds or text"],
    [async () => "", { lifetime: "1h" }, 'got "lifetime"'],
  ])("%o with %o is refused at once", (fn, options, message) => {
    const { cache } = app();

    expect(() => cache.wrap(fn as () => Promise<string>, options)).toThrow(message);
  });
});

describe("a generator of texts", () => {
  /** A generator that yields its words, counts its calls, and tells when it was left. */
  function words(): {
    readonly say: (text: string) => AsyncGenerator<string>;
    readonly calls: string[];
    readonly left: string[];
  } {
    const calls: string[] = [];
    const left: string[] = [];
    const say = async function* (text: string): AsyncGenerator<string> {
      calls.push(text);
      try {
        for (const word of ["Open ", "the ", "settings."]) yield word;
      } finally {
        left.push(text);
      }
    };
    return { say, calls, left };
  }

  test("streams, and streams again in the same pieces", async () => {
    const { cache, happened } = app();
    const { say, calls } = words();
    const cached = cache.wrap(say);

    const first = await settled(cache, collect(cached(PASSWORD)));
    const second = await settled(cache, collect(cached(PARAPHRASE)));

    expect([first, second]).toEqual([
      ["Open ", "the ", "settings."],
      ["Open ", "the ", "settings."],
    ]);
    expect(calls).toEqual([PASSWORD]);
    expect(happened).toEqual(["miss:no-match", "write", "hit:semantic"]);
  });

  test("is called once by many at once", async () => {
    const { cache } = app();
    const { say, calls } = words();
    const cached = cache.wrap(say);

    const all = await Promise.all(Array.from({ length: 20 }, () => collect(cached(PASSWORD))));

    expect(new Set(all.map((texts) => texts.join("")))).toEqual(new Set(["Open the settings."]));
    expect(calls).toHaveLength(1);
  });

  test("is told when its reader leaves, and nothing is stored", async () => {
    const { cache, happened } = app();
    const { say, left } = words();

    for await (const _word of cache.wrap(say)(PASSWORD)) break;
    await cache.flush();

    expect(left).toEqual([PASSWORD]);
    expect(happened).toEqual(["miss:no-match", "not-stored:cancelled"]);
  });

  test("what it throws is thrown where it was", async () => {
    const { cache, happened } = app();
    const cached = cache.wrap(async function* (_text: string) {
      yield "Open ";
      throw new Error("broken");
    });
    const read: string[] = [];

    const reading = (async () => {
      for await (const word of cached(PASSWORD)) read.push(word);
    })();

    await expect(settled(cache, reading)).rejects.toThrow("broken");
    expect(read).toEqual(["Open "]);
    expect(happened).toEqual(["miss:no-match", "not-stored:failed"]);
  });

  test("a function that returns one is named so", async () => {
    const { cache } = app();
    const { say, calls } = words();
    const cached = cache.wrap((text: string) => say(text), { stream: true });

    await settled(cache, collect(cached(PASSWORD)));
    await settled(cache, collect(cached(PASSWORD)));

    expect(calls).toHaveLength(1);
  });
});

test("a list with gaps is not stored: null would come back for them", async () => {
  const cache = semanticCache({ embeddingModel: null });
  const sparse = cache.wrap(async (_text: string) => {
    const list: number[] = [];
    list[1] = 1;
    return list;
  });

  const first = await sparse("Which numbers?");
  await cache.flush();

  expect(await sparse("Which numbers?")).toStrictEqual(first);
});

import { describe, expect, test } from "vitest";
import {
  type CacheStore,
  type EmbeddingModelLike,
  memoryStore,
  type ReembedReport,
  type SemanticCacheOptions,
  type StoredEntry,
} from "../src/index.ts";
import { type CachedModel, cachedModel } from "./support/cached-model.ts";
import {
  type FakeEmbedding,
  fakeEmbedding,
  trigramEmbedding,
  trigramVector,
} from "./support/embedding.ts";

const PASSWORD = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";
const PARCEL = "Where is my parcel?";
const QUESTIONS = [PASSWORD, PARCEL];

/** A model with a space of its own: other slots and another length than the trigram model of a test. */
function nextModel(modelId = "next"): FakeEmbedding {
  return fakeEmbedding((text) => trigramVector(text, 128), modelId);
}

async function stored(
  options: SemanticCacheOptions = {},
  questions = QUESTIONS,
): Promise<CachedModel> {
  const cached = cachedModel({ threshold: 0.6, ...options });
  for (const question of questions) await cached.ask(question);
  cached.events.length = 0;
  return cached;
}

/** `model`, calling `during` at its first call for entries. */
function interrupted(model: FakeEmbedding, during: () => Promise<unknown>): EmbeddingModelLike {
  let begun = false;
  return {
    ...model,
    async doEmbed(options) {
      if (!begun) {
        begun = true;
        await during();
      }
      return model.doEmbed(options);
    },
  };
}

test("after it, questions are compared by the new model alone", async () => {
  const store = memoryStore();
  const { cache, ask, path } = await stored({ store });
  const model = nextModel();

  const report = await cache.reembed(model, { threshold: 0.6 });
  await ask(PARAPHRASE);

  const all = { moved: 2, alreadyMoved: 0, skipped: 0, failed: [], complete: true };
  expect(report).toEqual(all);
  expect(path()).toEqual(["hit:semantic"]);
  expect(model.asked).toEqual([...QUESTIONS, PARAPHRASE]);
  expect((await Array.fromAsync(store.entries()))[0]?.vector).toHaveLength(128);
});

test("while it runs, what is not moved yet is still found", async () => {
  const { cache, ask, path } = await stored();
  const model = interrupted(nextModel(), () => ask(PARAPHRASE));

  const { moved } = await cache.reembed(model, { threshold: 0.6 });

  expect(moved).toBe(2);
  expect(path()).toEqual(["hit:semantic"]);
});

test("what is asked meanwhile is stored for the new model, and not moved again", async () => {
  const { cache, ask, path } = await stored();
  const model = interrupted(nextModel(), () => ask("What does it cost?"));

  await cache.reembed(model, { threshold: 0.6 });
  await ask("What does it cost, please?");
  const again = await cache.reembed(nextModel(), { threshold: 0.6 });

  expect(path()).toEqual(["miss:no-match", "write", "hit:exact"]);
  expect(again).toMatchObject({ moved: 0, alreadyMoved: 3, complete: true });
});

test("a chosen threshold says nothing about another model: it gets its own, or the careful one", async () => {
  const { cache, ask, path } = await stored();

  await cache.reembed(nextModel());
  await ask(PARAPHRASE);

  expect(path()).toEqual(["miss:below-threshold", "write"]);
});

describe("a move that was interrupted", () => {
  const manyQuestions = Array.from({ length: 70 }, (_, number) => `What is in chapter ${number}?`);

  test("can be taken up, and nothing is embedded twice", async () => {
    const store = memoryStore();
    const { cache } = await stored({ store, guards: false, threshold: 0.999 }, manyQuestions);
    const controller = new AbortController();
    const abort = { abortSignal: controller.signal, onProgress: () => controller.abort() };

    const first = await cache.reembed(nextModel(), { ...abort, concurrency: 1 });
    const model = nextModel();
    const second = await cache.reembed(model);

    expect(first).toMatchObject({ moved: 64, complete: false });
    expect(second).toMatchObject({ moved: 6, alreadyMoved: 64, complete: true });
    expect(model.asked).toEqual(manyQuestions.slice(64));
  });

  test("by a process that begins with the new model: it says where the entries are from", async () => {
    const store = memoryStore();
    await stored({ store });
    const after = await stored({ store, threshold: 0.6, embeddingModel: nextModel() }, []);
    const from = { model: trigramEmbedding(), threshold: 0.6 };
    const model = interrupted(nextModel(), () => after.ask(PARAPHRASE));

    const report = await after.cache.reembed(model, { from });
    await after.ask(PARAPHRASE);

    expect(report).toMatchObject({ moved: 2, complete: true });
    expect(after.path()).toEqual(["hit:semantic", "hit:semantic"]);
  });
});

test("a question that fails is reported and stays where it was found", async () => {
  const { cache, ask, path } = await stored();
  const model = nextModel();
  const { doEmbed } = model;
  const tooLong = new Error("too long");
  model.doEmbed = async (options) =>
    options.values.includes(PASSWORD) ? Promise.reject(tooLong) : doEmbed(options);

  const report = await cache.reembed(model, { threshold: 0.6 });
  await ask(PARAPHRASE);

  expect(report).toMatchObject({ moved: 1, complete: false });
  expect(report.failed).toMatchObject([{ error: tooLong }]);
  expect(path()).toEqual(["hit:semantic"]);
});

test("an answer that is invalidated meanwhile does not come back", async () => {
  const { cache } = await stored();
  const model = interrupted(nextModel(), () => cache.invalidate({ query: "password" }));

  const report = await cache.reembed(model);

  expect(report).toMatchObject({ moved: 1, skipped: 1, complete: true });
  expect(await cache.size()).toMatchObject({ entries: 1 });
});

test("an answer that is invalidated while it is written over does not come back", async () => {
  const memory = memoryStore();
  const store = { ...memory, set: async (entry: StoredEntry) => memory.set(entry) };
  const { cache } = await stored({ store });
  store.set = async (entry) => {
    await cache.invalidate({ query: "password" });
    return memory.set(entry);
  };

  const report = await cache.reembed(nextModel());

  expect(report.moved + report.skipped).toBe(2);
  expect(await Array.fromAsync(cache.entries({ query: "password" }))).toEqual([]);
});

test("an answer that is pinned meanwhile is moved, and stays pinned", async () => {
  const { cache, ask, path } = await stored();
  const pinAll = async (): Promise<void> => {
    for await (const { entryId } of cache.entries()) await cache.pin(entryId);
  };

  const report = await cache.reembed(interrupted(nextModel(), pinAll), { threshold: 0.6 });
  await ask(PARAPHRASE);

  expect(report).toMatchObject({ moved: 2, skipped: 0, complete: true });
  expect(path()).toEqual(["hit:semantic"]);
  expect((await Array.fromAsync(cache.entries())).every(({ pinned }) => pinned)).toBe(true);
});

/** A slow store: `during` begins when it has read for the first time, and may end before the reply is there. */
function busyStore(during: () => Promise<unknown>): CacheStore {
  const memory = memoryStore();
  let begun: Promise<unknown> | undefined;
  return {
    ...memory,
    set: async (entry) => memory.set(entry),
    async get(query) {
      const found = await memory.get(query);
      if (!found || begun) return found;
      begun = during();
      await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, 50))]);
      return found;
    },
  };
}

test("an answer that is said to be wrong while it is written over stays out of use", async () => {
  const said = Promise.withResolvers<unknown>();
  const store = busyStore(async () => {
    for await (const { entryId } of cache.entries()) {
      said.resolve(await cache.feedback(entryId, { correct: false }));
    }
  });
  const { cache, ask, path } = await stored({ store }, [PASSWORD]);

  await cache.reembed(nextModel());
  await said.promise;
  await ask(PASSWORD);

  expect(path()).toEqual(["feedback:wrong", "miss:quarantined", "write"]);
});

test("progress is told group by group", async () => {
  const { cache } = await stored();
  const heard: ReembedReport[] = [];

  await cache.reembed(nextModel(), { onProgress: (report) => void heard.push(report) });

  expect(heard).toMatchObject([{ moved: 2, complete: false }]);
});

test.each<[string, SemanticCacheOptions, unknown, string]>([
  ["a cache that matches exactly", { embeddingModel: null }, nextModel(), "got null"],
  ["what is no model", {}, { modelId: "x" }, "reembed: model must be an AI SDK embedding model"],
])("%s is refused", async (_what, options, model, message) => {
  const { cache } = cachedModel(options);

  await expect(cache.reembed(model as EmbeddingModelLike)).rejects.toThrow(message);
});

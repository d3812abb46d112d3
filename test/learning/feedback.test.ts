import { streamText } from "ai";
import { describe, expect, test } from "vitest";
import {
  memoryStore,
  type Observation,
  type SemanticCacheMetadata,
  semanticCacheMetadata,
} from "../../src/index.ts";
import { angled, learningPolicy } from "./support/angled.ts";

type Asked = Awaited<ReturnType<ReturnType<typeof angled>["ask"]>>;

const metadataOf = ({
  providerMetadata,
}: Pick<Asked, "providerMetadata">): SemanticCacheMetadata => {
  const metadata = semanticCacheMetadata(providerMetadata);
  if (!metadata) throw new Error("The call went past the cache.");
  return metadata;
};

describe("an answer that was said to be wrong", () => {
  test("is served to nobody; its question goes to the model, whose answer takes its place", async () => {
    const { ask, path, cache } = angled();
    const { entryId } = metadataOf(await ask("0 degrees"));

    const receipt = await cache.feedback(entryId, { correct: false });
    await ask("0 degrees");
    const { text } = await ask("0 degrees");

    expect(receipt).toEqual({ entryId, found: true });
    expect(text).toBe("answer 2");
    const replaced = ["feedback:wrong", "miss:quarantined", "write", "hit:exact"];
    expect(path()).toEqual(["miss:no-match", "write", ...replaced]);
  });

  test("is not served to its neighbours, nor to other spellings, nor to streams", async () => {
    const { ask, stream, path, cache } = angled({ shouldStore: ({ text }) => text === "answer 1" });
    const { entryId } = metadataOf(await ask("0 degrees"));

    await cache.feedback(entryId, { correct: false });
    await ask("10 degrees");
    await ask("0 DEGREES!");
    await stream("0 degrees");

    const misses = path().filter((step) => step.startsWith("miss"));
    expect(misses.slice(1)).toEqual(Array(3).fill("miss:quarantined"));
  });

  test("is not served in place of an error of the model either", async () => {
    const { ask, cache, inner } = angled({ staleIfError: "1h" });
    const { entryId } = metadataOf(await ask("0 degrees"));
    await cache.feedback(entryId, { correct: false });
    inner.doGenerate = () => Promise.reject(new Error("overloaded"));

    await expect(ask("0 degrees")).rejects.toThrow("overloaded");
  });

  test("comes back when somebody says that it is right after all", async () => {
    const { ask, path, cache } = angled();
    const { entryId } = metadataOf(await ask("0 degrees"));

    await cache.feedback(entryId, { correct: false });
    await cache.feedback(entryId, { correct: true });
    await ask("0 degrees");

    expect(path().slice(2)).toEqual(["feedback:wrong", "feedback:correct", "hit:exact"]);
    expect(cache.stats().feedback).toEqual({ correct: 1, wrong: 1 });
  });

  test("is wrong for other processes on the same store, too", async () => {
    const store = memoryStore();
    const { entryId } = metadataOf(await angled({ store }).ask("0 degrees"));

    const { found } = await angled({ store }).cache.feedback(entryId, { correct: false });
    const third = angled({ store });
    await third.ask("0 degrees");

    expect(found).toBe(true);
    expect(third.path()).toEqual(["miss:quarantined", "write"]);
  });

  test("goes, when there is no room to say that it is wrong", async () => {
    // The entry has about 350 characters, the mark about 40.
    const { ask, path, cache } = angled({ limits: { answerCharacters: 380 } });
    const { entryId } = metadataOf(await ask("0 degrees"));

    await cache.feedback(entryId, { correct: false });

    expect(path()).toEqual(["miss:no-match", "write", "feedback:wrong"]);
    expect(await cache.size()).toMatchObject({ entries: 0 });
  });
});

describe("an answer that was wrong for another question", () => {
  /** 0 degrees is asked and then, at 0.940, 20 degrees; the second is said to be wrong. */
  async function complained(
    how: (hit: SemanticCacheMetadata) => [string | SemanticCacheMetadata, object],
  ) {
    const cached = angled();
    await cached.ask("0 degrees");
    const [entry, said] = how(metadataOf(await cached.ask("20 degrees")));
    await cached.cache.feedback(entry, { correct: false, ...said });
    await cached.ask("0 degrees"); // replaces the answer, not what is known of its place
    return cached;
  }

  test.each([
    ["by the call's metadata", (hit) => [hit, {}]],
    [
      "by its id and similarity, as a browser sends them back",
      (hit) => [hit.entryId, { similarity: hit.hit ? hit.similarity : 1 }],
    ],
    ["by its id alone, right after the hit", (hit) => [hit.entryId, {}]],
  ] satisfies [string, Parameters<typeof complained>[0]][])(
    "named %s: only nearer questions are served from there on",
    async (_how, how) => {
      const { ask, path } = await complained(how);

      await ask("350 degrees");
      await ask("342 degrees");

      expect(path().slice(-3)).toEqual(["hit:semantic", "miss:quarantined", "write"]);
    },
  );

  test("is tightened by who was served it, not by who asked its own question", async () => {
    const { ask, path, cache } = angled();
    const own = metadataOf(await ask("0 degrees"));
    await ask("20 degrees");

    await cache.feedback(own, { correct: false });
    await ask("0 degrees");
    await ask("20 degrees");

    expect(path().at(-1)).toBe("hit:semantic");
  });
});

test("a thumbs-down works from what a stream says at its end", async () => {
  const { model, stream, cache, path } = angled();
  await stream("0 degrees");
  const result = streamText({ model, prompt: "20 degrees" });
  await result.consumeStream();

  const [step] = await result.steps;
  const { found } = await cache.feedback(metadataOf({ providerMetadata: step?.providerMetadata }), {
    correct: false,
  });

  expect(found).toBe(true);
  expect(path().slice(-2)).toEqual(["hit:semantic", "feedback:wrong"]);
});

test("a thumbs-up teaches a policy what the hit was like", async () => {
  const seen: (readonly Observation[])[] = [];
  const observed: Observation[] = [];
  const policy = learningPolicy({}, seen);
  const observe = ({ observation }: { observation: Observation }): void =>
    void observed.push(observation);
  const threshold = { ...policy, learning: { storesOnlyWrong: true, maxObservations: 9, observe } };
  const { ask, cache } = angled({ threshold, compare: () => true });
  const { entryId } = metadataOf(await ask("0 degrees"));

  await cache.feedback(entryId, { correct: true, similarity: 0.93 });
  await ask("20 degrees");

  expect(observed).toEqual([{ similarity: 0.93, isCorrect: true }]);
  expect(seen).toEqual([observed]);
});

test("a thumbs-up that does not say for which question teaches nothing", async () => {
  const seen: (readonly Observation[])[] = [];
  const first = angled({ threshold: 0.8, store: memoryStore() });
  const { entryId } = metadataOf(await first.ask("0 degrees"));
  await first.ask("20 degrees");

  await first.cache.feedback(entryId, { correct: true });
  const copy = angled({ threshold: learningPolicy({}, seen), compare: () => true });
  await copy.cache.import(await first.cache.export());
  await copy.ask("20 degrees");

  expect(seen).toEqual([[]]);
});

test("the similarity of a hit is taken as it was reported, rounding errors included", async () => {
  const { ask, cache } = angled();
  const { entryId } = metadataOf(await ask("0 degrees"));

  const receipt = await cache.feedback(entryId, { correct: false, similarity: 1.0000001 });

  expect(receipt.found).toBe(true);
});

test("a hundred complaints at once leave one quarantined entry", async () => {
  const { ask, cache, path } = angled();
  const { entryId } = metadataOf(await ask("0 degrees"));

  await Promise.all(
    Array.from({ length: 100 }, () => cache.feedback(entryId, { correct: false, similarity: 0.9 })),
  );
  await ask("0 degrees");

  expect(path().at(-2)).toBe("miss:quarantined");
  expect(await cache.size()).toMatchObject({ entries: 1 });
});

import { assert, asyncProperty, constantFrom, integer } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CacheStore,
  type Match,
  type MemoryStoreOptions,
  memoryStore,
  type StoredEntry,
} from "../../src/index.ts";
import { dot } from "../../src/similarity.ts";
import { random, SHAPES, type Shape, source } from "./memory-vectors.ts";

const [SCOPE, SPACE] = ["5c0be", "5bace"];
const LARGE = { maxEntries: 1e6, maxBytes: 1e10 };

function entryOf(key: number, vector: Float32Array): StoredEntry {
  const times = { createdAt: 0, staleAt: 8e15, expiresAt: 8e15 };
  const labels = { namespace: "0", model: "0", tags: [], sources: [] };
  return {
    scope: SCOPE,
    key: key.toString(16),
    ...labels,
    ...times,
    space: SPACE,
    vector,
    payload: "{}",
  };
}

async function filled(
  vectors: readonly Float32Array[],
  options: MemoryStoreOptions = {},
): Promise<CacheStore> {
  const store = memoryStore({ ...LARGE, ...options });
  for (const [key, vector] of vectors.entries()) await store.set(entryOf(key, vector));
  return store;
}

function search(store: CacheStore, vector: Float32Array, threshold: number, limit = 4) {
  return store.search({ scope: SCOPE, space: SPACE, vector, threshold, limit });
}

/** The naive search: every entry that is held, one by one. */
async function scan(
  store: CacheStore,
  question: Float32Array,
  threshold: number,
  limit = 4,
): Promise<number[]> {
  const entries = await Array.fromAsync(store.entries());
  return entries
    .map(({ vector }) => (vector ? dot(vector, question) : Number.NaN))
    .filter((similarity) => similarity >= threshold)
    .sort((left, right) => right - left)
    .slice(0, limit);
}

function expectSame(matches: readonly Match[], similarities: readonly number[]): void {
  expect(matches.length).toBe(similarities.length);
  for (const [at, { similarity }] of matches.entries()) {
    expect(Math.abs(similarity - (similarities[at] ?? 2))).toBeLessThan(1e-6);
  }
}

describe("search finds what comparing every entry finds", () => {
  test.each(SHAPES)("%s", async (shape) => {
    const dimensions = constantFrom(16, 200, 384, 1_000);
    const thresholds = constantFrom(-1, 0.3, 0.6, 0.85, 0.95);
    const property = asyncProperty(
      ...[integer({ min: 1, max: 900 }), dimensions, thresholds, integer({ min: 1, max: 20 })],
      integer(),
      async (count, length, threshold, limit, seed) => {
        const next = source(shape, length, seed);
        const store = await filled(Array.from({ length: count }, next));
        for (const question of [next(), next(), next()]) {
          const found = await search(store, question, threshold, limit);
          expectSame(found, await scan(store, question, threshold, limit));
        }
      },
    );

    await assert(property, { numRuns: 25 });
  });

  test("after any number of entries were replaced and removed, while the mean wanders", async () => {
    const property = asyncProperty(constantFrom(...SHAPES), integer(), async (shape, seed) => {
      const store = memoryStore({ ...LARGE, maxEntries: 400 });
      for await (const question of wandering(store, shape, seed)) {
        expectSame(await search(store, question, 0.6), await scan(store, question, 0.6));
      }
    });

    await assert(property, { numRuns: 10 });
  });
});

/** Writes, replaces and removes, and asks in between. The vectors are of one kind, then of another one. */
async function* wandering(store: CacheStore, shape: Shape, seed: number) {
  const next = random(seed);
  for (const half of [0, 1]) {
    const vector = source(shape, 64, seed + half);
    for (let step = 0; step < 700; step++) {
      const key = Math.floor(next() * 600);
      await store.set(entryOf(key, vector()));
      if (step % 5 === 0) {
        await store.delete({ entries: [{ scope: SCOPE, key: (key ^ 1).toString(16) }] });
      }
      if (step % 20 === 0) yield vector();
    }
  }
}

test("an exact search and one by sketches return the same entries", async () => {
  const next = source("clusters", 384, 1);
  const vectors = Array.from({ length: 1_000 }, next);
  const question = next();

  const byScan = await search(await filled(vectors, { search: "exact" }), question, 0.5);
  const bySketch = await search(await filled(vectors), question, 0.5);

  expect(bySketch).toEqual(byScan);
  expect(byScan).toHaveLength(4);
});

test("only an exact search says that it never overlooks an entry", () => {
  expect(memoryStore().capabilities.search).toBe("approximate");
  expect(memoryStore({ search: "exact" }).capabilities.search).toBe("exact");
});

test.each([384, 1_536])(
  "one byte per dimension: similarities of %i dimensions are off by less than 0.002",
  async (dimensions) => {
    const next = source("clusters", dimensions, 2);
    const store = await filled(Array.from({ length: 500 }, next), { precision: "int8" });
    const exact = await filled(Array.from({ length: 500 }, source("clusters", dimensions, 2)));
    const question = next();

    const found = await search(store, question, -1, 500);

    const similarities = new Map(
      (await search(exact, question, -1, 500)).map(({ entry, similarity }) => [
        entry.key,
        similarity,
      ]),
    );
    const errors = found.map(
      ({ entry, similarity }) => similarity - (similarities.get(entry.key) ?? 2),
    );
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.002);
  },
);

test("one byte per dimension: the vector comes back nearly as it was, and with length 1", async () => {
  const vector = source("clusters", 384, 3)();
  const store = await filled([vector], { precision: "int8" });

  const entry = await store.get({ scope: SCOPE, keys: ["0"] });

  const kept = entry?.vector ?? new Float32Array();
  expect(dot(kept, vector)).toBeGreaterThan(0.9999);
  expect(dot(kept, kept)).toBeCloseTo(1, 6);
});

test("a vector that was read does not change when its entry leaves and another one takes its place", async () => {
  const next = source("clusters", 64, 4);
  const store = memoryStore({ maxEntries: 1 });
  await store.set(entryOf(1, next()));
  const [match] = await search(store, next(), -1);
  const before = match?.entry.vector?.slice();

  await store.set(entryOf(2, next()));

  expect(match?.entry.vector).toEqual(before);
});

test("an entry that is written without being waited for is found by its key, and by meaning", async () => {
  const vector = source("clusters", 64, 5)();
  const store = memoryStore();

  void store.set(entryOf(1, vector));

  expect(await store.get({ scope: SCOPE, keys: ["1"] })).toEqual(entryOf(1, vector));
  expect(await search(store, vector, 0.9)).toHaveLength(1);
});

test.each([
  [{ search: "fast" }, 'memoryStore: search must be "sketch" or "exact"; got "fast".'],
  [{ precision: "int4" }, 'memoryStore: precision must be "float32" or "int8"; got "int4".'],
])("a word that is unknown is refused: %o", (options, message) => {
  expect(() => memoryStore(options as MemoryStoreOptions)).toThrow(message);
});

test("an entry that was handed out keeps its vector when it leaves the store", async () => {
  const [first, second] = Array.from({ length: 2 }, source("clusters", 64, 6));
  const store = memoryStore({ maxEntries: 1 });
  await store.set(entryOf(1, first as Float32Array));
  const entry = await store.get({ scope: SCOPE, keys: ["1"] });

  await store.set(entryOf(2, second as Float32Array));

  expect(entry?.vector).toEqual(first);
});

test("an entry is the same object each time it is read: what was made of it can be remembered", async () => {
  const store = await filled([source("clusters", 64, 7)()]);
  const get = { scope: SCOPE, keys: ["0"] };

  expect(await store.get(get)).toBe(await store.get(get));
});

import { describe, expect, test } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { dot, unitVector } from "../../src/similarity.ts";
import { isUnitVector } from "../../src/store-kit/checked-entry.ts";
import { decodeRecord, encodeRecord } from "../../src/store-kit/record.ts";
import { sampleEntry } from "../../src/testing/store-case.ts";
import { cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding } from "../support/embedding.ts";
import { reportInputs } from "./support/report-inputs.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity, MIN_VALUE: denormal, MAX_VALUE: most } = Number;

/** Vectors that no comparison may be made with. */
const UNFIT: readonly (readonly number[])[] = [
  ...[[nan], [nan, 1], [1, nan], [nan, nan], [infinity], [-infinity, 1], [infinity, -infinity]],
  ...[[], [0], [0, 0], [-0, 0], [denormal, denormal], [1e-7, 0], [1e-38], [most], [most, most]],
  ...[[1e200, 1e200], [1e38, 1e38], [-1e38], [1e7], [1e160, 1e-160]],
];

/** Vectors of a strange length that are a direction all the same. */
const FIT: readonly (readonly number[])[] = [
  [1],
  [-1],
  [3, 4],
  [1e-5, 1e-5],
  [1e5, -1e5],
  [1, denormal],
];

/** Vectors that a store may return although nobody wrote them. */
const RETURNED: readonly (readonly number[])[] = [
  ...UNFIT,
  ...[
    [2, 0],
    [0.5, 0.5],
    [1, 1],
    [1, 0.5],
    [-3, 0],
  ],
];

const { capabilities, ...memory } = memoryStore();

describe("S9 a vector that is none is never compared", () => {
  test.each(UNFIT)("an embedding of [%s, …] makes nothing that is searched", async (...values) => {
    const { ask, path } = cachedModel({
      embeddingModel: fakeEmbedding(() => values),
      guards: false,
    });

    await ask("Where is order 1?");
    await ask("Is it going to rain?");

    expect(path().filter((step) => step.startsWith("hit"))).toEqual([]);
    reportInputs("S9", 1, "vectors written");
  });

  test.each(FIT)("[%s, …] is brought to length 1", (...values) => {
    const vector = unitVector(values);

    expect(vector && isUnitVector(vector)).toBe(true);
    reportInputs("S9", 1, "vectors written");
  });

  test.each(RETURNED)("a record with [%s, …] is no entry", (...values) => {
    const vector = Float32Array.from(values);

    const read = decodeRecord(encodeRecord({ ...sampleEntry(), vector }));

    // No numbers at all are an entry without a vector: found by its exact key only.
    if (values.length === 0) expect(read).toMatchObject({ vector: undefined });
    else expect(read).toBe("corrupt");
    reportInputs("S9", 1, "vectors read");
  });

  test.each([nan, infinity, -infinity, 1.5, -2, "0.99", null, undefined])(
    "a match at a similarity of %s serves nobody",
    async (similarity) => {
      const search: CacheStore["search"] = async () => {
        const [entry = sampleEntry()] = await Array.fromAsync(memory.entries());
        return [{ entry, similarity: similarity as number }];
      };
      const store = { ...memory, capabilities, search };
      const { ask, path, cache } = cachedModel({ store, guards: false, threshold: 0.5 });

      await ask("Where is order 1?");
      await ask("Is it going to rain?");
      await cache.clear();

      expect(path().filter((step) => step.startsWith("hit"))).toEqual([]);
      reportInputs("S9", 1, "similarities returned");
    },
  );

  test("vectors of different lengths have no similarity, and no threshold is below that", () => {
    const similarity = dot(Float32Array.of(1), Float32Array.of(1, 0));

    expect(similarity).toBeNaN();
    expect([-1, 0, 0.5].filter((threshold) => similarity >= threshold)).toEqual([]);
  });
});

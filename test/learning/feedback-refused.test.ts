import { expect, test } from "vitest";
import { memoryStore, SemanticCacheError } from "../../src/index.ts";
import { angled } from "./support/angled.ts";

/** An id that names no entry. */
const NOBODY = `${"a".repeat(64)}.${"b".repeat(64)}`;

test("an entry that is not there, or no more, is not found; that is no error and no event", async () => {
  const { cache, path } = angled();

  const receipt = await cache.feedback(NOBODY, { correct: false });

  expect(receipt.found).toBe(false);
  expect(path()).toEqual([]);
});

test.each([
  ["", { correct: false }, /^feedback: the entry must be named by the entryId/],
  ["*", { correct: false }, /^feedback: the entry must be named by the entryId/],
  [`${"A".repeat(64)}.${"b".repeat(64)}`, { correct: false }, /^feedback: the entry must be named/],
  [undefined, { correct: false }, /^feedback: the entry must be named/],
  [NOBODY, { correct: "no" }, /^feedback: correct must be true or false; got "no"/],
  [NOBODY, {}, /^feedback: correct must be true or false; got undefined/],
  [
    NOBODY,
    { correct: true, similarity: 7 },
    /^feedback: similarity must be a number from -1 to 1; got 7/,
  ],
  [NOBODY, { correct: true, similarity: "1" }, /^feedback: similarity must be/],
  [
    { hit: true, entryId: NOBODY, similarity: "0.9" },
    { correct: false },
    /^feedback: similarity must be a number from -1 to 1; got "0.9"/,
  ],
])("feedback(%j, %j) is refused with a clear message", async (entry, said, message) => {
  const { cache } = angled();

  const refused = cache.feedback(entry as never, said as never);

  await expect(refused).rejects.toThrow(SemanticCacheError);
  await expect(refused).rejects.toThrow(message);
});

test("a store that is down is told to who gave the feedback", async () => {
  const store = { ...memoryStore(), get: () => Promise.reject(new Error("no connection")) };
  const { cache } = angled({ store });

  const said = cache.feedback(NOBODY, { correct: false });

  await expect(said).rejects.toThrow("no connection");
});

import { describe, expect, test } from "vitest";
import { memoryStore, type StoreChange, type StoredEntry } from "../../src/index.ts";
import { storeSuite } from "../support/store-suite.ts";

const SCOPE = "5c0be";

function entry(key: string, fields: Partial<StoredEntry> = {}): StoredEntry {
  const createdAt = Date.now();
  return {
    scope: SCOPE,
    key,
    namespace: "0",
    model: "0",
    tags: [],
    sources: [],
    createdAt,
    staleAt: createdAt + 60_000,
    expiresAt: createdAt + 60_000,
    payload: "x".repeat(1_000),
    ...fields,
  };
}

describe("memory on this process", () => storeSuite(() => memoryStore()));

test("the least recently used entry leaves first when there are too many", async () => {
  const store = memoryStore({ maxEntries: 2 });
  const changes: StoreChange[] = [];
  store.changes?.((change) => void changes.push(change));

  await store.set(entry("a"));
  await store.set(entry("b"));
  await store.touch?.({ scope: SCOPE, key: "a" });
  await store.set(entry("c"));

  expect(await store.get({ scope: SCOPE, keys: ["b"] })).toBeUndefined();
  expect(await store.get({ scope: SCOPE, keys: ["a"] })).toMatchObject({ key: "a" });
  expect(changes).toEqual([{ type: "evict", scope: SCOPE, key: "b" }]);
});

test("many small entries and few large ones are bounded by the same bytes", async () => {
  const store = memoryStore({ maxBytes: 100_000 });

  for (let index = 0; index < 200; index++) await store.set(entry(`small ${index}`));
  await store.set(entry("large", { payload: "x".repeat(30_000) }));

  expect(await store.size()).toMatchObject({
    bytes: expect.toSatisfy((bytes) => bytes <= 100_000),
  });
  expect(await store.get({ scope: SCOPE, keys: ["large"] })).toMatchObject({ key: "large" });
});

test("an entry that is larger than the whole store does not empty it for nothing", async () => {
  const store = memoryStore({ maxBytes: 20_000 });
  await store.set(entry("small"));

  await store.set(entry("huge", { payload: "x".repeat(100_000) }));

  expect(await store.get({ scope: SCOPE, keys: ["small"] })).toMatchObject({ key: "small" });
  expect(await store.get({ scope: SCOPE, keys: ["huge"] })).toBeUndefined();
});

test("a bound that makes no sense is refused with a clear error", () => {
  expect(() => memoryStore({ maxEntries: 0 })).toThrow(
    "memoryStore: maxEntries must be a positive number; got 0.",
  );
});

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { memoryStore, type StoreChange } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import { storeSuite } from "../support/store-suite.ts";
import { createEngine, entryAt } from "./tiered-engine.ts";

const SCOPE = "5c0be";
const MINUTE = 60_000;
const timeouts = { get: "5s", search: "5s" } as const; // a busy machine is not a store that is down
const encrypted = () =>
  encryptedStore({ store: memoryStore(), keys: [{ id: "a", secret: "s".repeat(32) }] });

describe("tiered on memory before memory", () =>
  storeSuite(() => tieredStore({ l2: memoryStore(), timeouts })));

describe("tiered on memory before an encrypted store", () =>
  storeSuite(() => tieredStore({ l2: encrypted(), timeouts })));

describe("tiered on an encrypted store before memory", () =>
  storeSuite(() => tieredStore({ l1: encrypted(), l2: memoryStore(), timeouts })));

describe("tiered on an L1 that keeps nothing", () =>
  storeSuite(() => tieredStore({ l2: memoryStore(), maxAge: 0, timeouts })));

describe("a copy in L1", () => {
  const get = { scope: SCOPE, keys: ["a"] };
  const search = { scope: SCOPE, space: "c", limit: 5, threshold: 0.5 };

  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  function createTwo() {
    const engine = createEngine({ tells: false });
    const connect = () => tieredStore({ l2: engine.connect().store, timeouts });
    return [connect(), connect()] as const;
  }

  async function readByAnother(fields: Parameters<typeof entryAt>[1] = {}) {
    const engine = createEngine({ tells: false });
    await engine.connect().store.set(entryAt("a", fields));
    const l2 = engine.connect();
    const store = tieredStore({ l2: l2.store, timeouts });
    return { l2, store, first: await store.get(get) };
  }

  test("answers at once, without L2 and without a promise", async () => {
    const { l2, store, first } = await readByAnother();

    const second = store.get(get);

    expect(first).toMatchObject({ payload: "answer of a" });
    expect(second).toEqual(first);
    expect(l2.asked).toEqual(["get"]);
  });

  test("is over after maxAge, while its entry keeps its own times", async () => {
    const { l2, store, first } = await readByAnother();
    const written = { staleAt: Date.now() + 60 * MINUTE, expiresAt: Date.now() + 60 * MINUTE };

    vi.setSystemTime(Date.now() + MINUTE - 1);
    await store.get(get);
    expect(l2.asked).toEqual(["get"]);
    vi.setSystemTime(Date.now() + 1);
    const later = await store.get(get);

    expect(l2.asked).toEqual(["get", "get"]);
    expect(first).toMatchObject(written);
    expect(later).toMatchObject(written);
  });

  test("is over with its entry, however long copies may last", async () => {
    const { store } = await readByAnother({ expiresAt: Date.now() + 1_000 });

    vi.setSystemTime(Date.now() + 1_000);

    expect(await store.get(get)).toBeUndefined();
  });

  test("is made by a search too, and answers the exact key", async () => {
    const l2 = createEngine().connect();
    await l2.store.set(entryAt("a"));
    const store = tieredStore({ l2: l2.store, timeouts });
    await store.get({ ...get, keys: ["0"] }); // L1 is loaded by the first read
    await store.search({ ...search, vector: Float32Array.of(0.6, 0.8) });

    const found = await store.get(get);

    expect(found).toMatchObject({ key: "a" });
    expect(l2.asked).toEqual(["set", "get", "search"]);
  });

  test("answers the same question by meaning again, until maxAge", async () => {
    const { l2, store } = await readByAnother();
    const question = { ...search, vector: Float32Array.of(0.6, 0.8) };

    const first = await store.search(question);
    const second = await store.search({ ...question, vector: Float32Array.of(0.6, 0.8) });
    vi.setSystemTime(Date.now() + MINUTE);
    await store.search(question);

    expect(second).toEqual(first);
    expect(l2.asked.filter((name) => name === "search")).toHaveLength(2);
  });

  test("answers a question by meaning no longer than maxAge, even when it was made anew", async () => {
    const { l2, store } = await readByAnother();
    const question = { ...search, vector: Float32Array.of(0.6, 0.8) };
    await store.search(question);
    vi.setSystemTime(Date.now() + MINUTE);
    await store.get(get);

    await store.search(question);

    expect(l2.asked).toEqual(["get", "search", "get", "search"]);
  });

  test("does not answer a question that only begins like another", async () => {
    const { store } = await readByAnother();
    const [one, other] = [10, 11].map((at) =>
      Float32Array.from({ length: 12 }, (_, i) => +(i === at)),
    );
    if (!one || !other) throw new Error("two vectors were made");
    await store.set(entryAt("b", { vector: one }));
    await store.set(entryAt("c", { vector: other }));

    await store.search({ ...search, vector: one });
    const matches = await store.search({ ...search, vector: other });

    expect(matches.map(({ entry }) => entry.key)).toEqual(["c"]);
  });

  test("of an alias is over after maxAge too", async () => {
    const [here, there] = createTwo();
    const alias = { alias: "1", namespace: "a", expiresAt: Date.now() + 60 * MINUTE };
    await here.setAlias({ ...alias, target: "2" });
    await there.setAlias({ ...alias, target: "3" });

    const before = await here.getAlias("1");
    vi.setSystemTime(Date.now() + MINUTE);
    const after = await here.getAlias("1");

    expect([before, after]).toEqual(["2", "3"]);
  });

  test("keeps the times of its entry in an L1 that is no memory store", async () => {
    const l2 = createEngine().connect();
    const store = tieredStore({ l1: encrypted(), l2: l2.store, timeouts });
    const entry = entryAt("a");
    await store.set(entry);

    const found = await store.get(get);

    expect(found).toEqual(entry);
    expect(l2.asked).toEqual(["set"]);
  });

  test("does not answer for a nearer entry that was written since", async () => {
    const { store } = await readByAnother();
    const question = { ...search, vector: Float32Array.of(0.6, 0.8) };
    await store.search(question);

    await store.set(entryAt("b", { vector: Float32Array.of(0.6, 0.8) }));
    const matches = await store.search(question);

    expect(matches.map(({ entry }) => entry.key)).toEqual(["b", "a"]);
  });

  test("that leaves L1 is no eviction, one that leaves L2 is", async () => {
    const store = tieredStore({
      l1: memoryStore({ maxEntries: 1 }),
      l2: memoryStore({ maxEntries: 2 }),
    });
    const changes: StoreChange[] = [];
    const stop = store.changes?.((change) => void changes.push(change));

    for (const key of ["a", "b", "c"]) await store.set(entryAt(key));
    stop?.();
    await store.set(entryAt("d"));

    expect(changes).toEqual([{ type: "evict", scope: SCOPE, key: "a" }]);
  });
});

test.each([
  [{ l2: undefined }, "tieredStore: l2 must be a store; got undefined."],
  [{ l2: memoryStore(), l1: "memory" }, "tieredStore: l1 must be a store; got string."],
  [{ l2: memoryStore(), maxAge: "1w" }, "tieredStore: maxAge must be a duration"],
  [{ l2: memoryStore(), timeouts: { get: -1 } }, "tieredStore: timeouts.get must be a duration"],
])("options that make no sense are refused with a clear error: %#", (options, message) => {
  expect(() => tieredStore(options as never)).toThrow(message);
});

import { describe, expect, test, vi } from "vitest";
import { type CacheStore, memoryStore, type StoreChange } from "../../src/index.ts";
import { type EncryptionKey, encryptedStore } from "../../src/stores/encrypted/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import { get, KEY_A, KEY_B, only, search } from "./encrypted-parts.ts";
import { createEngine, entryAt } from "./tiered-engine.ts";

const timeouts = { get: "5s", search: "5s" } as const;

describe("keys", () => {
  const under = (store: CacheStore, ...keys: EncryptionKey[]) => encryptedStore({ store, keys });
  const keyIds = async (store: CacheStore) =>
    (await Array.fromAsync(store.entries())).map(({ payload }) => payload.split(" ")[1]);

  /** An entry under the old key, `a`, whose rewriting has begun and waits. */
  async function beingRewritten() {
    const memory = memoryStore();
    await under(memory, KEY_A).set(entryAt("a", { payload: "older" }));
    const slow = createGate();
    const set = vi.fn(memory.set);
    set.mockImplementationOnce((entry) => slow.pass(() => memory.set(entry)));
    const rotated = under({ ...memory, set }, KEY_B, KEY_A);
    await rotated.get(get);
    await vi.waitFor(() => expect(set).toHaveBeenCalledOnce());
    return { memory, slow, rotated };
  }

  test("what another key wrote is not found, and left alone", async () => {
    const inner = memoryStore();
    await under(inner, KEY_A).set(entryAt("a"));

    const found = await under(inner, KEY_B).get(get);

    expect(found).toBeUndefined();
    expect(await keyIds(inner)).toEqual(["a"]);
  });

  test("an unknown key id is reported and left alone", async () => {
    const inner = memoryStore();
    const store = under(inner, KEY_A);
    await store.set(entryAt("a"));
    const sealed = await only(inner);
    await inner.set({ ...sealed, payload: sealed.payload.replace(" a ", " z ") });
    const changes: StoreChange[] = [];
    store.changes?.((each) => void changes.push(each));

    expect(await store.get(get)).toBeUndefined();
    expect(await keyIds(inner)).toEqual(["z"]);
    expect(changes).toEqual([{ type: "unknown-format", scope: "5c0be", key: "a" }]);
  });

  test.each(["get", "search"] as const)(
    "after a rotation %s still finds what the old key wrote, and rewrites it",
    async (method) => {
      const inner = memoryStore();
      await under(inner, KEY_A).set(entryAt("a"));
      const rotated = under(inner, KEY_B, KEY_A);

      const found = method === "get" ? [await rotated.get(get)] : await rotated.search(search);

      expect(found).toHaveLength(1);
      await vi.waitFor(async () => expect(await keyIds(inner)).toEqual(["b"]));
      expect(await under(inner, KEY_B).get(get)).toEqual(await rotated.get(get));
    },
  );

  test("after a rotation a write replaces what the old key wrote", async () => {
    const inner = memoryStore();
    await under(inner, KEY_A).set(entryAt("a", { payload: "older" }));
    const rotated = under(inner, KEY_B, KEY_A);

    await rotated.set(entryAt("a", { payload: "newer" }));

    expect(await keyIds(inner)).toEqual(["b"]);
    expect(await rotated.search(search)).toMatchObject([{ entry: { payload: "newer" } }]);
  });

  test("after a rotation matches of all keys are merged, best first", async () => {
    const inner = memoryStore();
    await under(inner, KEY_A).set(entryAt("a", { vector: Float32Array.of(1, 0) }));
    const rotated = under(inner, KEY_B, KEY_A);
    await rotated.set(entryAt("b", { vector: Float32Array.of(0.8, 0.6) }));

    const matches = await rotated.search(search);

    expect(matches.map(({ entry }) => entry.key)).toEqual(["a", "b"]);
    expect(await rotated.search({ ...search, limit: 1 })).toHaveLength(1);
  });

  test("after a rotation entries and aliases of all keys are counted and deleted", async () => {
    const inner = memoryStore();
    const [old, rotated] = [under(inner, KEY_A), under(inner, KEY_B, KEY_A)];
    await old.set(entryAt("a"));
    await old.setAlias({ alias: "1", target: "22", namespace: "a", expiresAt: Date.now() + 9_999 });
    await rotated.set(entryAt("b"));
    expect(await rotated.getAlias("1")).toBe("22");

    const counted = [
      await rotated.size({ namespace: "a" }),
      await rotated.delete({}, { dryRun: true }),
    ];
    const deleted = await rotated.delete({ namespace: "a" });

    expect(counted).toMatchObject([{ entries: 2 }, 2]);
    expect(deleted).toBe(2);
    expect(await rotated.getAlias("1")).toBeUndefined();
  });

  test("after a rotation the first key that is found wins, whatever it was encrypted with", async () => {
    const inner = memoryStore();
    await under(inner, KEY_A).set(entryAt("a"));
    const rotated = under(inner, KEY_B, KEY_A);
    await rotated.set(entryAt("b"));

    const found = await rotated.get({ ...get, keys: ["a", "b"] });

    expect(found).toMatchObject({ key: "a" });
  });

  test("an entry that is written while an older one is rewritten is not lost", async () => {
    const { memory, slow, rotated } = await beingRewritten();

    const write = rotated.set(entryAt("a", { payload: "newer" }));
    await new Promise((resolve) => setTimeout(resolve, 20)); // enough to overtake what is rewritten
    slow.open();
    await write;
    await vi.waitFor(() => expect(slow.passed()).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 0)); // what follows the rewriting

    expect(await keyIds(memory)).toEqual(["b"]);
    expect(await rotated.get(get)).toMatchObject({ payload: "newer" });
  });

  test("an entry is rewritten while others are written", async () => {
    const { memory, slow, rotated } = await beingRewritten();

    await rotated.set(entryAt("b"));
    slow.open();

    await vi.waitFor(async () => expect(await keyIds(memory)).toEqual(["b", "b"]));
  });

  test("a secret may be wiped once the store is made", async () => {
    const inner = memoryStore();
    const bytes = new TextEncoder().encode(`${KEY_A.secret}`);
    const store = under(inner, { id: "a", secret: bytes });
    bytes.fill(0);

    await store.set(entryAt("a"));

    expect(await under(inner, KEY_A).get(get)).toMatchObject({ key: "a" });
  });

  test("an entry that is deleted while it is rewritten stays deleted", async () => {
    const memory = memoryStore();
    await under(memory, KEY_A).set(entryAt("a"));
    const slow = createGate();
    const rotated = under(
      { ...memory, set: (entry) => slow.pass(() => memory.set(entry)) },
      KEY_B,
      KEY_A,
    );
    await rotated.get(get);

    await rotated.delete({});
    slow.open();

    await vi.waitFor(() => expect(slow.passed()).toBe(1));
    await vi.waitFor(() => expect(memory.size()).toMatchObject({ entries: 0 }));
  });

  test("a target of an odd number of digits comes back as it was", async () => {
    const store = under(memoryStore(), KEY_A);

    for (const target of ["1", "00", "123", "0".repeat(63), "f".repeat(64)]) {
      const expiresAt = Date.now() + 9_999;
      await store.setAlias({ alias: "1", target, namespace: "a", expiresAt });
      expect(await store.getAlias("1")).toBe(target);
    }
  });

  test("an entry that lies under two keys is found once, as it was written last", async () => {
    const inner = memoryStore();
    await under(inner, KEY_A).set(entryAt("a", { payload: "older" }));
    await under(inner, KEY_B).set(entryAt("a", { payload: "newer" }));

    const matches = await under(inner, KEY_B, KEY_A).search(search);

    expect(matches).toMatchObject([{ entry: { payload: "newer" } }]);
    expect(matches).toHaveLength(1);
  });
});

describe("a tier in front", () => {
  /** Two processes with an encrypted L2; `there` has copies of `a` and `b`. */
  async function twoProcesses() {
    const engine = createEngine();
    const encrypted = () => encryptedStore({ store: engine.connect().store, keys: [KEY_A] });
    const here = encrypted();
    const there = tieredStore({ l2: encrypted(), timeouts });
    for (const key of ["a", "b"]) {
      await here.set(entryAt(key));
      await there.get({ ...get, keys: [key] });
    }
    return { here, there };
  }

  test("hears of what another process deletes, by the addresses of the cache", async () => {
    const { here, there } = await twoProcesses();

    await here.delete({ entries: [{ scope: "5c0be", key: "a" }] });

    expect(await there.get(get)).toBeUndefined();
    expect(there.get({ ...get, keys: ["b"] })).toMatchObject({ key: "b" });
  });

  test("keeps its copies when another process writes what nobody here has seen", async () => {
    const { here, there } = await twoProcesses();

    await here.set(entryAt("c"));

    expect(there.get(get)).toMatchObject({ key: "a" });
  });

  test("hears of entries it has a copy of because they were found by meaning", async () => {
    const { here, there } = await twoProcesses();
    await here.set(entryAt("c", { vector: Float32Array.of(0, 1) }));
    await there.search({ ...search, vector: Float32Array.of(0, 1), threshold: 0.9 });
    expect(there.get({ ...get, keys: ["c"] })).toMatchObject({ key: "c" });

    await here.delete({ entries: [{ scope: "5c0be", key: "c" }] });

    expect(await there.get({ ...get, keys: ["c"] })).toBeUndefined();
  });

  test("does not copy what was deleted while it was read for the first time", async () => {
    const engine = createEngine();
    const [l2Here, l2There] = [engine.connect(), engine.connect()];
    const here = encryptedStore({ store: l2Here.store, keys: [KEY_A] });
    const l2 = encryptedStore({ store: l2There.store, keys: [KEY_A] });
    const there = tieredStore({ l2, timeouts });
    await here.set(entryAt("a"));
    const release = l2There.hold();
    const reads = [there.get(get), there.search(search)];
    await vi.waitFor(() => expect(l2There.asked).toHaveLength(2));

    await here.delete({ entries: [{ scope: "5c0be", key: "a" }] });
    release();
    await Promise.all(reads);

    expect(await there.get(get)).toBeUndefined();
  });

  test("gives up all copies when a whole namespace goes", async () => {
    const { here, there } = await twoProcesses();

    await here.delete({ namespace: "a" });

    expect(await there.get(get)).toBeUndefined();
  });
});

/** A gate that stays shut until it is opened. */
function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  let passed = 0;
  return {
    open: resolve,
    passed: () => passed,
    async pass(work: () => unknown) {
      await promise;
      await work();
      passed++;
    },
  };
}

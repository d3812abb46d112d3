import { afterEach, describe, expect, test, vi } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { createEngine, entryAt } from "./tiered-engine.ts";

const timeouts = { get: "5s", search: "5s" } as const;
const get = { scope: "5c0be", keys: ["a"] };
const search = { scope: "5c0be", space: "c", limit: 5, threshold: 0.5 };
const deletion = { entries: [{ scope: "5c0be", key: "a" }] };

afterEach(() => void vi.useRealTimers());

/** Two processes with one engine; both have an entry in L1. */
async function twoProcesses(options?: Parameters<typeof createEngine>[0]) {
  const engine = createEngine(options);
  const [l2Here, l2There] = [engine.connect(), engine.connect()];
  const here = tieredStore({ l2: l2Here.store, timeouts });
  const there = tieredStore({ l2: l2There.store, timeouts });
  await here.set(entryAt("a"));
  await there.get(get);
  return { here, there, l2Here, l2There };
}

describe("what another process changes", () => {
  test("is deleted here as soon as the news is heard", async () => {
    const { here, there } = await twoProcesses();

    await here.delete(deletion);

    expect(await there.get(get)).toBeUndefined();
  });

  test("is replaced here as soon as the news is heard", async () => {
    const { here, there } = await twoProcesses();

    await here.set(entryAt("a", { payload: "newer" }));

    expect(await there.get(get)).toMatchObject({ payload: "newer" });
  });

  test("is not mixed with what was found by meaning before", async () => {
    const { here, there, l2There } = await twoProcesses();
    const question = { ...search, vector: Float32Array.of(1, 0) };
    await there.search(question);

    await here.set(entryAt("a", { createdAt: Date.now() + 1, vector: Float32Array.of(0, 1) }));
    await there.get(get);
    const matches = await there.search(question);

    expect(matches).toEqual([]);
    expect(l2There.asked).toEqual(["get", "search", "get", "search"]);
  });

  test("is served until maxAge where L2 tells no news, and no longer", async () => {
    const { here, there } = await twoProcesses({ tells: false });
    await here.delete(deletion);

    const before = await there.get(get);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    const after = await there.get(get);

    expect(before).toMatchObject({ key: "a" });
    expect(after).toBeUndefined();
  });

  test("empties L1 when the news names nothing", async () => {
    const { here, there, l2There } = await twoProcesses();
    await there.setAlias({
      alias: "1",
      target: "2",
      namespace: "a",
      expiresAt: Date.now() + 9_999,
    });

    await here.delete({ namespace: "a" });

    expect(await there.get(get)).toBeUndefined();
    expect(await there.getAlias("1")).toBeUndefined();
    expect(l2There.asked.slice(-2)).toEqual(["get", "getAlias"]);
  });

  test("is not found by meaning either, when the news names nothing", async () => {
    const { here, there } = await twoProcesses();
    const question = { ...search, vector: Float32Array.of(1, 0) };
    await there.search(question);

    await here.delete({ namespace: "a" });

    expect(await there.search(question)).toEqual([]);
  });

  test("is asked of L2 once after news that names nothing, and then of L1 again", async () => {
    const { here, there, l2There } = await twoProcesses();
    await here.delete({ namespace: "nobody" });

    const first = await there.get(get);
    const second = there.get(get);

    expect(l2There.asked).toEqual(["get", "get"]);
    expect(second).toEqual(first);
  });

  test("wins over a read that was under way", async () => {
    const engine = createEngine();
    const [l2Here, l2There] = [engine.connect(), engine.connect()];
    await l2Here.store.set(entryAt("a"));
    const there = tieredStore({ l2: l2There.store, timeouts });
    const release = l2There.hold();
    const reads = [there.get(get), there.search({ ...search, vector: Float32Array.of(1, 0) })];

    await l2Here.store.delete(deletion);
    release();
    await Promise.all(reads);

    expect(await there.get(get)).toBeUndefined();
  });

  test("is told to a tier in front of this one", async () => {
    const { here, l2There } = await twoProcesses();
    const stack = tieredStore({ l2: tieredStore({ l2: l2There.store, timeouts }), timeouts });
    await stack.get(get);

    await here.delete(deletion);

    expect(await stack.get(get)).toBeUndefined();
  });
});

describe("what this process changes", () => {
  test("a delete wins over a read that was under way", async () => {
    const l2 = createEngine().connect();
    await l2.store.set(entryAt("a"));
    const store = tieredStore({ l2: l2.store, timeouts });
    const release = l2.hold();
    const read = store.get(get);

    await store.delete(deletion);
    release();
    await read;

    expect(await store.get(get)).toBeUndefined();
  });

  test("a write wins over a search that was under way", async () => {
    const l2 = createEngine().connect();
    await l2.store.set(entryAt("a", { createdAt: 1, payload: "older" }));
    const store = tieredStore({ l2: l2.store, timeouts });
    const release = l2.hold();
    const read = store.search({ ...search, vector: Float32Array.of(1, 0) });

    await store.set(entryAt("a", { payload: "newer" }));
    release();
    await read;

    expect(await store.get(get)).toMatchObject({ payload: "newer" });
  });

  test("a write wins over a search that ran while it was on its way", async () => {
    const memory = memoryStore();
    await memory.set(entryAt("a", { createdAt: 1, payload: "older" }));
    const { promise, resolve } = Promise.withResolvers<void>();
    const set: CacheStore["set"] = (entry) => promise.then(() => memory.set(entry));
    const store = tieredStore({ l2: { ...memory, set }, timeouts });

    const write = store.set(entryAt("a", { payload: "newer" }));
    await store.search({ ...search, vector: Float32Array.of(1, 0) });
    resolve();
    await write;

    expect(await store.get(get)).toMatchObject({ payload: "newer" });
  });

  test("a search that ran while a write was on its way does not hide what was written", async () => {
    const memory = memoryStore();
    await memory.set(entryAt("b"));
    const { promise, resolve } = Promise.withResolvers<void>();
    const set: CacheStore["set"] = (entry) => promise.then(() => memory.set(entry));
    const store = tieredStore({ l2: { ...memory, set }, timeouts });
    const question = { ...search, vector: Float32Array.of(0.6, 0.8) };

    const write = store.set(entryAt("a", { vector: Float32Array.of(0.6, 0.8) }));
    await store.search(question);
    resolve();
    await write;

    expect(await store.search(question)).toMatchObject([{ entry: { key: "a" } }, {}]);
  });

  test("what is being deleted is not served while L2 is slow to delete it", async () => {
    const l2 = createEngine().connect();
    const store = tieredStore({ l2: l2.store, timeouts: { get: "20ms" } });
    await store.set(entryAt("a"));
    l2.become("silent");

    void store.delete(deletion);

    await vi.waitFor(async () => expect(await store.get(get)).toBeUndefined());
  });

  test("closing stops the news and closes both stores, twice as well as once", async () => {
    const l2 = createEngine().connect();
    const store = tieredStore({ l2: l2.store });
    expect(l2.listeners()).toBe(1);

    await store.close?.();
    await store.close?.();

    expect([l2.listeners(), l2.isClosed()]).toEqual([0, true]);
  });
});

describe("while L2 is down", () => {
  const ASKED = "How do I reset my password?";
  const PARAPHRASE = "How can I reset my password?";

  async function answered(state: "down" | "silent") {
    const l2 = createEngine().connect();
    const store = tieredStore({ l2: l2.store, timeouts: { get: "30ms", search: "30ms" } });
    const cached = cachedModel({ store, threshold: 0.6, timeouts: { write: "50ms" } });
    await cached.ask(ASKED);
    l2.become(state);
    cached.events.length = 0;
    return { ...cached, l2 };
  }

  test.each(["down", "silent"] as const)("(%s) L1 answers the same question", async (state) => {
    const { ask, path } = await answered(state);

    const { text } = await ask(ASKED);

    expect(text).toBe("answer 1");
    expect(path()[0]).toBe("hit:exact");
  });

  test.each(["down", "silent"] as const)("(%s) L1 answers other words for it", async (state) => {
    const { ask, path } = await answered(state);

    const { text } = await ask(PARAPHRASE);

    expect(text).toBe("answer 1");
    expect(path()[0]).toBe("hit:semantic");
  });

  test.each([
    ["down", "failed"],
    ["silent", "timeout"],
  ] as const)("(%s) what L1 has not is a miss, and is reported", async (state, reason) => {
    const { ask, path, calls } = await answered(state);

    await ask("What is your refund policy?");

    expect(calls()).toBe(2);
    expect(path()).toEqual([
      `error:lookup:${reason}`,
      "miss:store-failed",
      `error:write:${reason}`,
    ]);
  });

  test("an answer that only L1 could take is served from there", async () => {
    const { ask, path } = await answered("down");
    await ask("What is your refund policy?");

    await ask("What is your refund policy?");

    expect(path().slice(3)[0]).toBe("hit:exact");
  });

  test("news that names nothing leaves L1 working, until L2 can be asked again", async () => {
    const { there, l2Here, l2There } = await twoProcesses();
    await there.setAlias({
      alias: "1",
      target: "2",
      namespace: "a",
      expiresAt: Date.now() + 9_999,
    });
    await l2Here.store.delete({ namespace: "a" });

    l2There.become("down");
    const during = [await there.get(get), await there.getAlias("1")];
    l2There.become("up");
    await there.get({ ...get, keys: ["b"] });
    l2There.become("down");
    const after = await there.get(get);

    expect(during).toMatchObject([{ key: "a" }, "2"]);
    expect(after).toBeUndefined();
  });

  test("L2 is asked again as soon as it is back", async () => {
    const { ask, path, l2 } = await answered("down");
    await ask("What is your refund policy?");
    l2.become("up");

    await ask("Who are you?");

    expect(path().slice(3)).toEqual(["miss:no-match", "write"]);
  });
});

test("what comes too late for the one who asked is there for the next", async () => {
  const l2 = createEngine().connect();
  await l2.store.set(entryAt("a"));
  const store = tieredStore({ l2: l2.store, timeouts: { get: 1 } });
  const release = l2.hold();

  const first = await store.get(get);
  release();
  await vi.waitFor(() => expect(store.get(get)).toMatchObject({ key: "a" }));

  expect(first).toBeUndefined();
});

test("an L1 that fails is passed over", async () => {
  const fail = (): never => {
    throw new Error("disk full");
  };
  const l1: CacheStore = { ...memoryStore(), get: fail, set: fail, getAlias: fail, setAlias: fail };
  const store = tieredStore({ l1, l2: memoryStore() });

  await store.set(entryAt("a"));
  await store.setAlias({ alias: "1", target: "2", namespace: "a", expiresAt: Date.now() + 9_999 });

  expect(await store.get(get)).toMatchObject({ key: "a" });
  expect(await store.getAlias("1")).toBe("2");
});

describe("an L1 that takes its time", () => {
  /** An L1 whose methods of the names given wait until they are let go. */
  function slowL1(...names: readonly (keyof CacheStore)[]) {
    const memory = memoryStore();
    const { promise, resolve } = Promise.withResolvers<void>();
    const l1: CacheStore = new Proxy(memory, {
      get(target, name) {
        const member = Reflect.get(target, name);
        if (!names.includes(name as keyof CacheStore)) return member;
        return (...values: unknown[]) => promise.then(() => member.apply(target, values));
      },
    });
    return { l1, letGo: resolve };
  }

  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

  test.each(["get", "set"] as const)(
    "(%s) does not copy what is deleted meanwhile",
    async (name) => {
      const l2 = createEngine().connect();
      await l2.store.set(entryAt("a"));
      const { l1, letGo } = slowL1(name);
      const store = tieredStore({ l1, l2: l2.store, timeouts });
      const read = store.search({ ...search, vector: Float32Array.of(1, 0) });
      await settled();

      await store.delete(deletion);
      letGo();
      await read;
      await settled();

      expect(await store.get(get)).toBeUndefined();
    },
  );

  test("does not keep what is deleted while it is written", async () => {
    const { l1, letGo } = slowL1("set");
    const store = tieredStore({ l1, l2: memoryStore(), timeouts });

    const write = store.set(entryAt("a"));
    await store.delete(deletion);
    letGo();
    await write;

    expect(await store.get(get)).toBeUndefined();
  });

  test("is not asked before it is empty, once anything may have changed", async () => {
    const { there: _, ...engine } = await twoProcesses();
    const { l1, letGo } = slowL1("delete");
    const store = tieredStore({ l1, l2: engine.l2There.store, timeouts });
    await store.get(get);
    await engine.l2Here.store.delete({ namespace: "a" });

    const reads = [await store.get({ ...get, keys: ["b"] }), await store.get(get)];
    letGo();
    await settled();

    expect(reads).toEqual([undefined, undefined]);
    expect(await store.get(get)).toBeUndefined();
  });
});

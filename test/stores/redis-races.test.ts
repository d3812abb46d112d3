import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { type IoredisLike, redisStore } from "../../src/stores/redis/index.ts";
import {
  entryOf,
  freshPrefix,
  hexOf,
  keysUnder,
  SCOPE,
  SPACE,
} from "../store-kit/support/redis.ts";
import { vectorsOf } from "../store-kit/support/vectors.ts";
import { describeOn } from "../support/engines/engine.ts";

const ADDRESS = { scope: SCOPE, key: "c0ffee" };
const QUERY = {
  scope: SCOPE,
  space: SPACE,
  vector: Float32Array.of(1, 0, 0, 0),
  limit: 4,
  threshold: 0.9,
};
const ALIAS = { alias: "a", target: "b", namespace: "a0" };

/** Parts of the scripts that tell the steps of a write and of a removal apart. */
const STEPS = {
  unlist: "== expiresAt",
  write: "redis.call('SET', KEYS[1], ARGV[1])",
  remove: "local gone",
  resketch: "redis.call('HGET', rows, args[1]) == args[2]",
  forget: "redis.call('EXISTS', keys[4 + at])",
  trace: "\nreturn index()",
} as const;

describeOn("redis", { store: "redis, races", client: "ioredis 6" }, (engine) => {
  let client: Redis;
  beforeAll(() => {
    client = new Redis(engine.url);
  });
  afterAll(() => client.disconnect());
  afterEach(() => void vi.useRealTimers());

  /** A client of another process, in which something happens before a command with `text` is sent, once. */
  function clientWith(text: string, before: () => Promise<unknown>): IoredisLike {
    let isDone = false;
    return {
      async call(name, args) {
        const isIt = !isDone && [name, ...args.map(String)].some((part) => part.includes(text));
        if (isIt) isDone = true;
        if (isIt) await before();
        return client.call(name, args.map(String));
      },
    };
  }

  /** A store, and a way to make others on the same data. */
  function setup() {
    const prefix = freshPrefix();
    const another = (other: IoredisLike = client, options = {}): CacheStore =>
      redisStore({ client: other, prefix, ...options });
    return { store: another(), another, prefix };
  }

  /** What a store still holds, and whether clearing finds it. */
  async function cleared(store: CacheStore): Promise<unknown[]> {
    const before = await store.get({ scope: SCOPE, keys: ["c0ffee"] });
    const count = await store.delete({ namespace: "a0" });
    return [before?.payload, count, await store.get({ scope: SCOPE, keys: ["c0ffee"] })];
  }

  test("an entry replaced by another while it was removed stays, and is counted", async () => {
    const { store, another } = setup();
    await store.set(entryOf());
    const replace = () => store.set(entryOf({ model: "b1", payload: "new" })) as Promise<void>;

    const count = await another(clientWith(STEPS.remove, replace)).delete({ model: "b0" });

    expect([count, await store.size()]).toEqual([0, { entries: 1 }]);
    expect(await cleared(store)).toEqual(["new", 1, undefined]);
  });

  test("an entry written anew with the same end while it was removed is found by the next removal", async () => {
    const { store, another } = setup();
    const entry = entryOf();
    await store.set(entry);
    const rewrite = () => store.set({ ...entry, payload: "new" }) as Promise<void>;

    await another(clientWith(STEPS.unlist, rewrite)).delete({ namespace: "a0" });

    expect(await store.size()).toEqual({ entries: 1 });
    expect(await cleared(store)).toEqual(["new", 1, undefined]);
  });

  test("an entry whose write took longer than a removal is found by the next removal", async () => {
    const { store, another } = setup();
    const entry = entryOf();
    await store.set(entry);
    const remove = () => store.delete({ namespace: "a0" }) as Promise<number>;

    await another(clientWith(STEPS.write, remove)).set({ ...entry, payload: "new" });

    expect(await store.size()).toEqual({ entries: 1 });
    expect(await cleared(store)).toEqual(["new", 1, undefined]);
  });

  test("an entry that two write with different ends is found until its own end", async () => {
    const { store, another } = setup();
    const short = entryOf({ expiresAt: Date.now() + 30 });
    const write = () => store.set(short) as Promise<void>;

    await another(clientWith(STEPS.write, write)).set(entryOf({ payload: "new" }));
    await new Promise((resolve) => setTimeout(resolve, 40));

    expect(await store.size()).toEqual({ entries: 1 });
    expect(await cleared(store)).toEqual(["new", 1, undefined]);
  });

  test("an entry that was to leave when its process died is found by the next removal", async () => {
    const { store, another } = setup();
    const dying = clientWith(STEPS.remove, () => Promise.reject(new Error("gone")));
    const bounded = another(dying, { maxEntries: 1 });
    await bounded.set(entryOf());
    await expect(bounded.set(entryOf({ key: "a1" }))).rejects.toThrow("gone");

    expect(await store.delete({})).toBe(2);
  });

  test("an entry that could not be removed is found by the next removal", async () => {
    const { store, another } = setup();
    await store.set(entryOf());
    const failing = another(clientWith(STEPS.remove, () => Promise.reject(new Error("gone"))));
    await expect(failing.delete({})).rejects.toThrow("gone");

    expect(await store.delete({})).toBe(1);
  });

  test.each([false, true])(
    "an entry that moved to another embedding model by half is not found by the old one (stateless: %j)",
    async (stateless) => {
      const { store, another } = setup();
      await store.set(entryOf());
      const dying = clientWith(STEPS.trace, () => Promise.reject(new Error("gone")));
      const moved = another(dying, { stateless }).set(entryOf({ space: "5bace2" }));
      await expect(moved).rejects.toThrow("gone");

      expect(await another(client, { stateless }).search(QUERY)).toEqual([]);
    },
  );

  test("an entry that Redis had dropped and that is written anew during a search is not forgotten", async () => {
    const { store, another, prefix } = setup();
    await store.set(entryOf());
    await client.del((await keysUnder(client, prefix)).filter((key) => key.includes(":entry:")));
    const write = vi.fn(() => store.set(entryOf()) as Promise<void>);

    await another(clientWith(STEPS.forget, write)).search(QUERY);
    await expect.poll(() => write.mock.results.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20)); // nobody waits for what is forgotten

    expect(await store.search(QUERY)).toHaveLength(1);
  });

  test("an entry replaced while its sketch was made anew is found by its new vector", async () => {
    const { store, another } = setup();
    const vectors = vectorsOf(64);
    const writeAt = (at: number) => store.set(entryOf({ key: hexOf(at), vector: vectors.any() }));
    for (let at = 0; at < 300; at++) await writeAt(at); // from 256 on sketches are seen from the mean
    const [old, vector] = [vectors.any(), vectors.any()];
    const replace = () => store.set(entryOf({ vector })) as Promise<void>;

    await another(clientWith(STEPS.resketch, replace)).set(entryOf({ vector: old }));

    const matches = await another().search({ ...QUERY, vector });
    expect(matches.map(({ entry }) => entry.key)).toEqual(["c0ffee"]);
  });

  test("an alias written anew while aliases were cleared goes with the next clearing", async () => {
    const { store, another } = setup();
    const end = Date.now() + 60_000;
    await store.setAlias({ ...ALIAS, expiresAt: end });
    const clear = () => store.delete({ namespace: "a0" }) as Promise<number>;

    await another(clientWith("/a0/", clear)).setAlias({ ...ALIAS, expiresAt: end + 1 });

    expect(await store.getAlias("a")).toBe("b");
    await clear();
    expect(await store.getAlias("a")).toBeUndefined();
  });

  test("an entry that ended a while ago leaves the lists with a later write", async () => {
    const { store, prefix } = setup();
    await store.set(entryOf({ key: "a1", expiresAt: Date.now() + 600_000 }));
    await store.set(entryOf({ key: "a2", expiresAt: Date.now() + 5 }));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });

    await store.set(entryOf({ key: "a3" }));

    const members = await client.zrange(`${prefix}:1:{index}:namespace:a0`, "0", "-1");
    expect(members).toEqual([`${SCOPE}/a3`, `${SCOPE}/a1`]);
    expect(await client.zcard(`${prefix}:1:{index}:used`)).toBe(2);
  });

  test("a process whose clock is ahead neither unlists what is alive nor passes over it", async () => {
    const { store } = setup();
    await store.set(entryOf({ expiresAt: Date.now() + 20_000 }));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30_000 });
    await store.set(entryOf({ key: "a1" }));

    const count = await store.delete({ namespace: "a0" });

    vi.useRealTimers();
    expect(count).toBe(2);
    expect(await store.get({ scope: SCOPE, keys: [ADDRESS.key] })).toBeUndefined();
  });
});

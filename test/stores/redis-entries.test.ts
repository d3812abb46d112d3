import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoreChange } from "../../src/index.ts";
import { type RedisStoreOptions, redisStore } from "../../src/stores/redis/index.ts";
import {
  entryOf,
  freshPrefix,
  hexOf,
  keysUnder,
  notingClient,
  SCOPE,
  SPACE,
} from "../store-kit/support/redis.ts";
import { cachedModel } from "../support/cached-model.ts";
import { describeOn } from "../support/engines/engine.ts";

const QUERY = {
  scope: SCOPE,
  space: SPACE,
  vector: Float32Array.of(1, 0, 0, 0),
  limit: 5,
  threshold: 0.9,
};
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

for (const engineName of ["redis", "valkey"] as const) {
  describeOn(engineName, { store: "redis, entries", client: "ioredis 6" }, (engine) => {
    let client: Redis;
    beforeAll(() => {
      client = new Redis(engine.url);
    });
    afterAll(() => client.disconnect());

    /** A store under a fresh prefix, and what it told of. */
    function setup(options: Partial<RedisStoreOptions> = {}) {
      const prefix = freshPrefix();
      const store = redisStore({ client, prefix, ...options });
      const changes: StoreChange[] = [];
      store.changes?.((change) => void changes.push(change));
      return { prefix, store, changes };
    }

    /** The name of the only record under a prefix. */
    async function recordUnder(prefix: string): Promise<string> {
      return (await keysUnder(client, prefix)).find((key) => key.includes(":entry:")) ?? "";
    }

    test("the entries used the longest time ago leave first when there are too many", async () => {
      const { store, changes } = setup({ maxEntries: 3 });
      for (const key of ["a1", "a2", "a3"]) {
        await store.set(entryOf({ key }));
        await pause(2); // its use is known to the millisecond
      }
      await store.touch?.({ scope: SCOPE, key: "a1" });

      await store.set(entryOf({ key: "a4" }));

      expect(changes).toEqual([{ type: "evict", scope: SCOPE, key: "a2" }]);
      expect(await store.get({ scope: SCOPE, keys: ["a2"] })).toBeUndefined();
      expect(await store.size()).toEqual({ entries: 3 });
      expect((await store.search(QUERY)).map(({ entry }) => entry.key).sort()).toEqual([
        "a1",
        "a3",
        "a4",
      ]);
    });

    test("what Redis dropped by itself is not counted any more once it had to leave", async () => {
      const { store, prefix } = setup({ maxEntries: 2 });
      await store.set(entryOf({ key: "a1" }));
      await client.del(await recordUnder(prefix));
      await pause(2); // its use is known to the millisecond
      await store.set(entryOf({ key: "a2" }));
      await store.set(entryOf({ key: "a3" }));

      expect(await store.size()).toEqual({ entries: 2 });
    });

    test("an entry and an alias whose end is no whole millisecond are kept", async () => {
      const { store } = setup();
      const expiresAt = Date.now() + 60_000.25;
      await store.set(entryOf({ expiresAt }));
      await store.setAlias({ alias: "a", target: "b", namespace: "c", expiresAt });

      expect(await store.search(QUERY)).toMatchObject([{ entry: { expiresAt } }]);
      expect(await store.getAlias("a")).toBe("b");
      expect(await store.delete({})).toBe(1);
      expect([await store.size(), await store.getAlias("a")]).toEqual([{ entries: 0 }, undefined]);
    });

    test("every key that is written has an end in Redis itself", async () => {
      const { store, prefix } = setup();
      for (let at = 0; at < 300; at++) {
        await store.set(
          entryOf({ key: hexOf(at), normalKey: hexOf(1_000 + at), tags: ["0"], sources: ["1"] }),
        );
      }
      await store.setAlias({
        alias: "a",
        target: "b",
        namespace: "c",
        expiresAt: Date.now() + 60_000,
      });
      await store.lease?.("e", 60_000);
      await store.delete({ entries: [{ scope: SCOPE, key: hexOf(7) }] });

      const keys = await keysUnder(client, prefix);
      const ends = await Promise.all(keys.map((key) => client.pttl(key)));

      expect(keys.length).toBeGreaterThan(600);
      expect(keys.filter((_, at) => !((ends[at] ?? 0) > 0))).toEqual([]);
    });

    test("a scope whose entries have ended leaves nothing behind", async () => {
      const { store, prefix } = setup();
      const expiresAt = Date.now() + 60;
      for (let at = 0; at < 5; at++)
        await store.set(entryOf({ key: hexOf(at), normalKey: hexOf(at + 9), expiresAt }));

      await pause(100);

      expect((await keysUnder(client, prefix)).filter((key) => !key.endsWith(":feed"))).toEqual([]);
    });

    test("what was replaced and removed many times takes no more room than what is there", async () => {
      const { store, prefix } = setup();
      for (let at = 0; at < 400; at++) {
        await store.set(
          entryOf({ key: hexOf(at % 10), expiresAt: Date.now() + (at % 3 ? 60_000 : 5) }),
        );
        if (at % 7 === 0) await store.delete({ entries: [{ scope: SCOPE, key: hexOf(at % 10) }] });
      }

      const packed = (await keysUnder(client, prefix)).find((key) => key.endsWith(":packed")) ?? "";

      expect(await client.strlen(packed)).toBeLessThan(50 * 64);
    });

    test("an entry that Redis dropped by itself is no match, and its row is forgotten", async () => {
      const { store, prefix } = setup();
      await store.set(entryOf({ key: "a1" }));
      await store.set(entryOf({ key: "a2" }));
      const [record = ""] = (await keysUnder(client, prefix)).filter((key) =>
        key.includes(":entry:"),
      );
      await client.del(record);

      const matches = await store.search(QUERY);

      expect(matches).toHaveLength(1);
      const rows = (await keysUnder(client, prefix)).find((key) => key.endsWith(":rows")) ?? "";
      await expect.poll(() => client.hlen(rows)).toBe(1);
    });

    test("a replaced entry is found by its new normal form only", async () => {
      const { store } = setup();
      await store.set(entryOf({ normalKey: "a1" }));
      await store.set(entryOf({ normalKey: "a2" }));

      expect(await store.get({ scope: SCOPE, keys: ["a1"] })).toBeUndefined();
      expect(await store.get({ scope: SCOPE, keys: ["a2"] })).toMatchObject({ key: "c0ffee" });
    });

    test("a replaced entry leaves its old space, namespace and model", async () => {
      const { store } = setup();
      await store.set(entryOf());
      await store.set(entryOf({ space: "5bace2", namespace: "a1", model: "b1" }));

      expect(await store.search(QUERY)).toEqual([]);
      expect(await store.search({ ...QUERY, space: "5bace2" })).toHaveLength(1);
      expect([
        await store.size({ namespace: "a0" }),
        await store.size({ namespace: "a1" }),
      ]).toEqual([{ entries: 0 }, { entries: 1 }]);
      expect(await store.delete({ model: "b0" })).toBe(0);
    });

    test("an alias that moved to another namespace does not go with its old one", async () => {
      const { store } = setup();
      const alias = { alias: "a", target: "b", expiresAt: Date.now() + 60_000 };
      await store.setAlias({ ...alias, namespace: "a0" });
      await store.setAlias({ ...alias, namespace: "a1" });

      await store.delete({ namespace: "a0" });

      expect(await store.getAlias("a")).toBe("b");
    });

    test("a thousand entries of one namespace go, and no others", async () => {
      const { store } = setup();
      const keys = Array.from({ length: 1_000 }, (_, at) => hexOf(at));
      await Promise.all(
        keys.map((key) => store.set(entryOf({ key, vector: undefined, space: undefined }))),
      );
      await store.set(entryOf({ namespace: "a1" }));

      expect(await store.delete({ namespace: "a0" })).toBe(1_000);

      expect(await store.size()).toEqual({ entries: 1 });
    });

    test("a write that fails half-way is not there afterwards", async () => {
      const { prefix } = setup();
      const failing = {
        call: (name: string, args: unknown[]) =>
          String(args[0]).includes("ZPOPMIN")
            ? Promise.reject(new Error("OOM"))
            : client.call(name, args.map(String)),
      };

      const store = redisStore({ client: failing, prefix });
      await expect(store.set(entryOf())).rejects.toThrow("OOM");

      await expect.poll(() => recordUnder(prefix)).toBe("");
    });

    test("all keys of one command lie in one slot of a cluster", async () => {
      const noting = notingClient(client);
      const { store, prefix } = setup({ client: noting, maxEntries: 20 });
      for (let at = 0; at < 40; at++)
        await store.set(
          entryOf({ key: hexOf(at), scope: hexOf(at % 3), normalKey: hexOf(at + 99) }),
        );
      await store.search({ ...QUERY, scope: hexOf(0) });
      await store.get({ scope: hexOf(1), keys: [hexOf(1), hexOf(2)] });
      await store.setAlias({
        alias: "a",
        target: "b",
        namespace: "c",
        expiresAt: Date.now() + 60_000,
      });
      await store.delete({ namespace: "a0" });

      const slots = noting.commands
        .filter(([name]) => name !== "ECHO")
        .map((command) => {
          const keys = command.filter((text) => text.startsWith(`${prefix}:1:`));
          return new Set(keys.map((key) => /\{(.+?)\}/.exec(key)?.[1] ?? key)).size;
        });

      expect(noting.commands.length).toBeGreaterThan(100);
      expect(slots.filter((count) => count !== 1)).toEqual([]);
    });

    test("of a request nothing but hexadecimal digits reaches a command, whatever its names", async () => {
      const noting = notingClient(client);
      const { store, prefix } = setup({ client: noting });
      const { ask } = cachedModel({ store, threshold: 0.6, namespace: 'a*"{b}\r\n\u0000|👩‍👩‍👧' });
      await ask("Where is [my] *order* {42}?\r\nDEL key");
      await ask("Where was [my] *order* {42}?\r\nDEL key");

      const texts = noting.commands
        .flat()
        .filter((text) => !text.startsWith("entry/1 ") && !text.includes("redis.call"));

      const known = new RegExp(`^(${prefix}:1:)?[A-Za-z0-9_:{}/,.()+*~=-]*$`);
      expect(texts.filter((text) => !known.test(text))).toEqual([]);
      expect(texts.filter((text) => /order|Where|DEL key/.test(text))).toEqual([]);
    });
  });
}

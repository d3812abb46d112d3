import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CacheStore, StoreChange } from "../../src/index.ts";
import { encodeRecord } from "../../src/store-kit/record.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { entryOf, freshPrefix, keysUnder, SCOPE, SPACE } from "../store-kit/support/redis.ts";
import { describeOn } from "../support/engines/engine.ts";

const QUERY = {
  scope: SCOPE,
  space: SPACE,
  vector: Float32Array.of(1, 0, 0, 0),
  limit: 5,
  threshold: 0.9,
};
const ADDRESS = { scope: SCOPE, key: "c0ffee" };

describeOn("redis", { store: "redis, damage", client: "ioredis 6" }, (engine) => {
  let client: Redis;
  beforeAll(() => {
    client = new Redis(engine.url);
  });
  afterAll(() => client.disconnect());

  /** A store under a fresh prefix, and what it told of. */
  function setup() {
    const prefix = freshPrefix();
    const store = redisStore({ client, prefix });
    const changes: StoreChange[] = [];
    store.changes?.((change) => void changes.push(change));
    return { prefix, store, changes };
  }

  /** The name of the only record under a prefix. */
  async function recordUnder(prefix: string): Promise<string> {
    return (await keysUnder(client, prefix)).find((key) => key.includes(":entry:")) ?? "";
  }

  const damages: [how: string, damage: (text: string) => string][] = [
    ["cut short", (text) => text.slice(0, -3)],
    ["cut after its head", (text) => text.slice(0, 20)],
    ["emptied", () => ""],
    ["changed by one bit", (text) => text.replace("answer", "bnswer")],
    ["replaced by the record of another scope", () => encodeRecord(entryOf({ scope: "ff" }))],
    ["replaced by the record of another key", () => encodeRecord(entryOf({ key: "ff" }))],
    ["given a vector that is none", () => encodeRecord(entryOf({ vector: Float32Array.of(9, 9) }))],
    ["written by somebody else", () => '{"answer":"hello"}'],
  ];

  test.each(damages)("a record %s: not returned, told of and removed", async (_how, damage) => {
    for (const read of ["get", "search", "entries"] as const) {
      const { store, prefix, changes } = setup();
      await store.set(entryOf({ payload: "the answer" }));
      const record = await recordUnder(prefix);
      await client.set(record, damage((await client.get(record)) ?? ""), "KEEPTTL");

      const found = await readBy(store, read);

      expect(found, read).toEqual([]);
      expect(changes, read).toEqual([
        { type: "corrupt", scope: SCOPE, key: expect.stringMatching(/^[0-9a-f]+$/) },
      ]);
      expect(await client.exists(record), read).toBe(0);
    }
  });

  test("a record written by a later version: not returned, told of and left alone", async () => {
    const { store, prefix, changes } = setup();
    await store.set(entryOf());
    const record = await recordUnder(prefix);
    const later = ((await client.get(record)) ?? "").replace("entry/1", "entry/2");
    await client.set(record, later, "KEEPTTL");

    expect(await store.get({ scope: SCOPE, keys: ["c0ffee"] })).toBeUndefined();
    expect(await store.delete({ entries: [ADDRESS] })).toBe(0);

    expect(changes[0]).toMatchObject({ type: "unknown-format", scope: SCOPE });
    expect(await client.get(record)).toBe(later);
  });

  test("what is written after sketches were damaged is found at once", async () => {
    const { store, prefix } = setup();
    for (const key of ["a1", "a2", "a3"]) await store.set(entryOf({ key }));
    const packed = (await keysUnder(client, prefix)).find((key) => key.endsWith(":packed")) ?? "";
    await client.append(packed, "x");

    await store.set(entryOf({ key: "a4" }));

    const keys = (await store.search(QUERY)).map(({ entry }) => entry.key);
    expect(keys).toContain("a4");
  });

  test.each(["get", "search", "entries"] as const)(
    "an entry whose end Redis does not know is not returned after it by %s",
    async (read) => {
      const { store, prefix } = setup();
      await store.set(entryOf({ expiresAt: Date.now() + 30 }));
      for (const key of await keysUnder(client, prefix)) await client.persist(key);
      await new Promise((resolve) => setTimeout(resolve, 40));

      expect(await readBy(store, read)).toEqual([]);
    },
  );
});

async function readBy(store: CacheStore, how: "get" | "search" | "entries"): Promise<unknown[]> {
  if (how === "search") return [...(await store.search(QUERY))];
  if (how === "get") {
    const found = await store.get({ scope: SCOPE, keys: ["c0ffee"] });
    return found ? [found] : [];
  }
  const listed: unknown[] = [];
  for await (const entry of store.entries()) listed.push(entry);
  return listed;
}

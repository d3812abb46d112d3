import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { describeOn } from "../support/engines/engine.ts";
import { KEY_A } from "./encrypted-parts.ts";
import { entryAt } from "./tiered-engine.ts";

describeOn("redis", { store: "encrypted" }, ({ url }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());
  const hash = (digit: string): string => digit.repeat(64);
  const expiresAt = Date.now() + 3_600_000;
  const entry = entryAt(hash("1"), {
    scope: hash("2"),
    normalKey: hash("3"),
    namespace: hash("4"),
    model: hash("5"),
    tags: [hash("6")],
    space: hash("7"),
    payload: "my canary sings",
  });
  const alias = { alias: hash("8"), target: hash("9"), namespace: hash("4"), expiresAt };
  const SECRETS = [
    /canary/,
    /1{64}/,
    /2{64}/,
    /3{64}/,
    /4{64}/,
    /5{64}/,
    /6{64}/,
    /7{64}/,
    /8{64}/,
    /9{64}/,
  ];

  /** All that Redis holds of a store: names and values of whatever type. */
  async function dumpAfter(wrap: (store: CacheStore) => CacheStore): Promise<string> {
    const prefix = `encrypted-${crypto.randomUUID()}`;
    const store = wrap(redisStore({ client, prefix }));
    await store.set(entry);
    await store.setAlias(alias);
    expect(await store.get({ scope: entry.scope, keys: [entry.key] })).toEqual(entry);
    const names = await client.keys(`${prefix}*`);
    const values = await Promise.all(names.map((name) => readValue(client, name)));
    await store.close?.();
    return JSON.stringify([names, values]);
  }

  test("nothing that was asked or answered can be read in Redis", async () => {
    const encrypted = await dumpAfter((store) => encryptedStore({ store, keys: [KEY_A] }));
    const plain = await dumpAfter((store) => store);

    expect(SECRETS.filter((secret) => secret.test(encrypted))).toEqual([]);
    expect(SECRETS.filter((secret) => secret.test(plain)).length).toBeGreaterThan(3);
    expect(plain).toContain("canary");
  });
});

async function readValue(client: Redis, name: string): Promise<unknown> {
  const read: Record<string, () => Promise<unknown>> = {
    string: () => client.get(name),
    hash: () => client.hgetall(name),
    set: () => client.smembers(name),
    zset: () => client.zrange(name, "0", "-1"),
    list: () => client.lrange(name, "0", "-1"),
    stream: () => client.xrange(name, "-", "+"),
  };
  const type = await client.type(name);
  const value = await read[type]?.();
  if (value === undefined) throw new Error(`${name} is of type ${type}`);
  return value;
}

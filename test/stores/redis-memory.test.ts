import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { entryOf, freshPrefix, hexOf, notingClient, SPACE } from "../store-kit/support/redis.ts";
import { describeOn } from "../support/engines/engine.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const BOUND = 2_000_000;
const VECTOR = Float32Array.of(1, 0, 0, 0);

describeOn("redis", { store: "redis, memory", client: "ioredis 6" }, (engine) => {
  let client: Redis;
  beforeAll(() => {
    client = new Redis(engine.url);
  });
  afterAll(() => client.disconnect());

  describe("what the process keeps of thousands of scopes", () => {
    // Code is compiled and the client has its buffers before anything is measured.
    beforeAll(() =>
      visit(redisStore({ client, prefix: freshPrefix() }), { count: 500, writes: true }),
    );

    test("is about maxMirrorBytes at most where each has an entry", async () => {
      const store = redisStore({ client, prefix: freshPrefix(), maxMirrorBytes: BOUND });

      const grown = await growth(() => visit(store, { count: 2_000, writes: true }));

      expect(grown).toBeLessThan(1.5 * BOUND);
    });

    test("is nothing where none has an entry", async () => {
      const store = redisStore({ client, prefix: freshPrefix() });

      const grown = await growth(() => visit(store, { count: 3_000, writes: false }));

      expect(grown).toBeLessThan(1.5 * BOUND);
    });
  });

  test("the first entry of a scope that was searched before is found in two round trips", async () => {
    const noting = notingClient(client);
    const [prefix, scope] = [freshPrefix(), hexOf(1)];
    const store = redisStore({ client: noting, prefix });
    await search(store, scope);
    await redisStore({ client, prefix }).set(entryOf({ scope, vector: VECTOR }));
    noting.reset();

    const found = await search(store, scope);

    expect(found).toHaveLength(1);
    expect(noting.roundTrips()).toBe(2);
  });
});

function search(store: CacheStore, scope: string) {
  return store.search({ scope, space: SPACE, vector: VECTOR, limit: 1, threshold: 0.9 });
}

/** Searches `count` scopes of their own, with an entry each or none. */
async function visit(
  store: CacheStore,
  { count, writes }: { readonly count: number; readonly writes: boolean },
): Promise<void> {
  for (let at = 0; at < count; at++) {
    const scope = hexOf(at);
    if (writes) await store.set(entryOf({ scope, key: hexOf(at), vector: VECTOR }));
    await search(store, scope);
  }
}

/** By how many bytes the memory of this process has grown after some work. */
async function growth(work: () => Promise<void>): Promise<number> {
  const before = usedMemory();
  await work();
  return usedMemory() - before;
}

function usedMemory(): number {
  collectGarbage();
  collectGarbage(); // buffers of what the first one found leave with the second one
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Invalidation } from "../../src/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { entryOf, freshPrefix, hexOf, notingClient, SCOPE } from "../store-kit/support/redis.ts";
import { describeOn } from "../support/engines/engine.ts";

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describeOn("redis", { store: "redis, news", client: "ioredis 6" }, (engine) => {
  let client: Redis;
  beforeAll(() => {
    client = new Redis(engine.url);
  });
  afterAll(() => client.disconnect());

  function setup() {
    const prefix = freshPrefix();
    return { prefix, store: redisStore({ client, prefix }) };
  }

  function listening(prefix: string) {
    const store = redisStore({ client, prefix, invalidationIntervalMs: 10 });
    const news: Invalidation[] = [];
    const stop = store.invalidations?.((invalidation) => void news.push(invalidation));
    return { store, news, stop };
  }

  test("news names what others wrote and removed, never what was written here", async () => {
    const { store, prefix } = setup();
    const { store: here, news } = listening(prefix);
    await here.size(); // the listening has begun
    await here.set(entryOf({ key: "a1" }));
    await store.set(entryOf({ key: "a2" }));
    await store.delete({ entries: [{ scope: SCOPE, key: "a1" }] });

    const named = () => news.flatMap(({ entries }) => entries?.map(({ key }) => key) ?? ["?"]);
    await expect.poll(named).toEqual(["a2", "a1"]);
    await here.close?.();
  });

  test("news says that anything may have changed when much was removed", async () => {
    const { store, prefix } = setup();
    for (let at = 0; at < 150; at++) await store.set(entryOf({ key: hexOf(at) }));
    const { store: here, news } = listening(prefix);
    await here.size();
    await store.delete({});

    await expect.poll(() => news).toContainEqual({});
    await here.close?.();
  });

  test("news says that anything may have changed when some of it was lost", async () => {
    const { store, prefix } = setup();
    await store.set(entryOf());
    const { store: here, news } = listening(prefix);
    await here.size();
    await client.del(`${prefix}:1:feed`);

    await expect.poll(() => news).toEqual([{}]);
    await store.set(entryOf({ key: "a2" }));
    await expect.poll(() => news.at(-1)).toEqual({ entries: [{ scope: SCOPE, key: "a2" }] });
    await here.close?.();
  });

  test("news is not asked for when nobody listens", async () => {
    const noting = notingClient(client);
    const store = redisStore({ client: noting, prefix: freshPrefix(), invalidationIntervalMs: 5 });
    const stop = store.invalidations?.(() => {});
    await expect.poll(() => noting.commands.length).toBeGreaterThan(2);

    stop?.();
    await pause(20);
    noting.reset();
    await pause(30);

    expect(noting.commands).toEqual([]);
  });
});

import { Redis } from "ioredis";
import { afterAll, expect, test, vi } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import { describeOn } from "../support/engines/engine.ts";
import { storeSuite } from "../support/store-suite.ts";
import { KEY_A } from "./encrypted-parts.ts";
import { entryAt } from "./tiered-engine.ts";

const get = { scope: "5c0be", keys: ["a"] };
const timeouts = { get: "5s", search: "5s" } as const;
const PATIENT = { timeout: 10_000 };

describeOn("redis", { store: "tiered" }, ({ url }) => {
  const client = new Redis(url);
  afterAll(() => client.quit());

  const redis = (prefix: string): CacheStore =>
    redisStore({ client, prefix, invalidationIntervalMs: 20 });
  const newPrefix = (): string => `tiered-${crypto.randomUUID()}`;

  let prefixOfLast = "";
  const createStore = (): CacheStore => {
    prefixOfLast = newPrefix();
    return createPeer();
  };
  const createPeer = (): CacheStore => tieredStore({ l2: redis(prefixOfLast), timeouts });
  storeSuite(createStore, { createPeer });

  test.each([
    ["in clear", (store: CacheStore) => store],
    ["encrypted", (store: CacheStore) => encryptedStore({ store, keys: [KEY_A] })],
  ])("what one process deletes another stops serving, %s", async (_how, wrap) => {
    const prefix = newPrefix();
    const create = () => tieredStore({ l2: wrap(redis(prefix)), maxAge: "1h", timeouts });
    const [here, there] = [create(), create()];
    for (const key of ["a", "b"]) await here.set(entryAt(key));
    await vi.waitFor(async () => {
      await there.get(get);
      expect(there.get(get)).toMatchObject({ key: "a" }); // from memory: no promise
    }, PATIENT);

    await here.delete({ entries: [{ scope: "5c0be", key: "a" }] });

    await vi.waitFor(async () => expect(await there.get(get)).toBeUndefined(), PATIENT);
    expect(await there.get({ ...get, keys: ["b"] })).toMatchObject({ key: "b" });
    await Promise.all([here.close?.(), there.close?.()]);
  });

  test("a connection that is lost leaves L1 working, also while its feed tells of lost news", async () => {
    const own = new Redis(url);
    const l2 = redisStore({ client: own, prefix: newPrefix(), invalidationIntervalMs: 20 });
    const heard = vi.fn();
    const store = tieredStore({ l2, timeouts });
    await store.set(entryAt("a"));
    const stop = l2.invalidations?.(heard);

    own.disconnect();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({}), PATIENT);

    expect(await store.get(get)).toMatchObject({ key: "a" });
    await expect(l2.get(get)).rejects.toThrow();
    stop?.();
    await store.close?.();
  });
});

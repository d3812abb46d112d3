import type { Cluster, Redis } from "ioredis";
import type { Cluster as Cluster5, Redis as Redis5 } from "ioredis5";
import { createClient } from "redis";
import { expectTypeOf, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import {
  type RedisSearchEngine,
  type RedisSearchStoreOptions,
  redisSearchStore,
} from "../../src/stores/redis-search/index.ts";

type Client = RedisSearchStoreOptions["client"];

test("clients of ioredis 6 and 5 fit, single and cluster", () => {
  expectTypeOf<Redis>().toExtend<Client>();
  expectTypeOf<Redis5>().toExtend<Client>();
  expectTypeOf<Cluster>().toExtend<Client>();
  expectTypeOf<Cluster5>().toExtend<Client>();
});

test("clients of redis fit, in both protocol versions", () => {
  const [client, older] = [createClient(), createClient({ RESP: 2 })];
  expectTypeOf(client).toExtend<Client>();
  expectTypeOf(older).toExtend<Client>();
  expectTypeOf(redisSearchStore).toBeCallableWith({ client, engine: "auto", algorithm: "flat" });
});

test("what is no client does not fit", () => {
  expectTypeOf<Map<string, string>>().not.toExtend<Client>();
  expectTypeOf<{ get(key: string): Promise<string> }>().not.toExtend<Client>();
});

test("the store is a store that can also be connected", () => {
  type Store = ReturnType<typeof redisSearchStore>;
  expectTypeOf<Store>().toExtend<CacheStore>();
  expectTypeOf<Store["connect"]>().returns.resolves.toEqualTypeOf<RedisSearchEngine>();
  expectTypeOf<RedisSearchEngine>().toEqualTypeOf<"query-engine" | "vector-sets">();
});

import type { Cluster, Redis } from "ioredis";
import type { Cluster as Cluster5, Redis as Redis5 } from "ioredis5";
import type {
  createClient,
  RedisClientType,
  RedisFunctions,
  RedisModules,
  RedisScripts,
} from "redis";
import { expectTypeOf, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import {
  type RedisClient,
  type RedisStoreOptions,
  redisStore,
} from "../../src/stores/redis/index.ts";

test("real clients can be passed", () => {
  expectTypeOf<Redis>().toExtend<RedisClient>();
  expectTypeOf<Cluster>().toExtend<RedisClient>();
  expectTypeOf<Redis5>().toExtend<RedisClient>();
  expectTypeOf<Cluster5>().toExtend<RedisClient>();
  expectTypeOf<ReturnType<typeof createClient>>().toExtend<RedisClient>();
  expectTypeOf<
    RedisClientType<RedisModules, RedisFunctions, RedisScripts, 2>
  >().toExtend<RedisClient>();
});

test("what is no client cannot", () => {
  expectTypeOf<string>().not.toExtend<RedisClient>();
  expectTypeOf<{ get(key: string): Promise<string> }>().not.toExtend<RedisClient>();
});

test("a client is all that is needed", () => {
  expectTypeOf<{ client: Redis }>().toExtend<RedisStoreOptions>();
  expectTypeOf(redisStore).returns.toEqualTypeOf<CacheStore>();
});

import { Redis } from "@upstash/redis";
import type { Redis as CloudflareRedis } from "@upstash/redis/cloudflare";
import { expectTypeOf, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import {
  type UpstashRedisClient,
  upstashRedisStore,
} from "../../src/stores/upstash-redis/index.ts";

test("the SDK's own Redis fits, on every platform", () => {
  expectTypeOf<Redis>().toExtend<UpstashRedisClient>();
  expectTypeOf<CloudflareRedis>().toExtend<UpstashRedisClient>();
  expectTypeOf(upstashRedisStore({ client: Redis.fromEnv() })).toEqualTypeOf<CacheStore>();
});

test("anything else does not", () => {
  // @ts-expect-error a client is needed
  upstashRedisStore({});
  // @ts-expect-error a client of another kind
  upstashRedisStore({ client: { sendCommand: () => Promise.resolve("OK") } });
});

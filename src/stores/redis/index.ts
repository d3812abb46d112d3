import type { CacheStore } from "../../store.ts";
import { checkBound } from "../../store-kit/names.ts";
import { type RedisBaseOptions, redisBase } from "../../store-kit/redis/redis-base.ts";
import { type RedisClient, redisCommands } from "../../store-kit/redis/redis-client.ts";
import { scanIndex } from "../../store-kit/redis/scan/scan-index.ts";

export type {
  IoredisLike,
  NodeRedisLike,
  RedisClient,
} from "../../store-kit/redis/redis-client.ts";

/** Options of {@link redisStore}. */
export interface RedisStoreOptions extends RedisBaseOptions {
  /** A connected client of `ioredis` or `redis`. The store never closes it. */
  readonly client: RedisClient;
  /** Keeps nothing between searches, for serverless functions: two round trips, more bytes. @default false */
  readonly stateless?: boolean | undefined;
  /** Most memory the local sketches take, in bytes (estimated). @default 67108864 (64 MB) */
  readonly maxMirrorBytes?: number | undefined;
}

/**
 * A store on any Redis from version 6 on, or Valkey, without modules. Search compares local sketches that
 * follow Redis and reads what they nominate: one round trip that moves the same few bytes at any size.
 *
 * @throws SemanticCacheError `invalid-options` when the client is none that is known, or a prefix or a
 * bound is none.
 */
export function redisStore(options: RedisStoreOptions): CacheStore {
  const { client, stateless, maxMirrorBytes = 67_108_864 } = options;
  checkBound("redisStore", "maxMirrorBytes", maxMirrorBytes);
  return redisBase(
    {
      factory: "redisStore",
      name: "redis",
      commands: redisCommands("redisStore", client),
      search: "approximate",
      createIndex: scanIndex({ stateless, maxMirrorBytes }),
    },
    options,
  );
}

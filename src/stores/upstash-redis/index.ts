import type { CacheStore } from "../../store.ts";
import { type RedisBaseOptions, redisBase } from "../../store-kit/redis/redis-base.ts";
import { scanIndex } from "../../store-kit/redis/scan/scan-index.ts";
import type { UpstashRedisClient } from "./rest-client.ts";
import { restCommands } from "./rest-commands.ts";

export type { UpstashRedisClient, UpstashRedisPipeline } from "./rest-client.ts";

/** Options of {@link upstashRedisStore}. */
export interface UpstashRedisStoreOptions extends RedisBaseOptions {
  /** A `Redis` of `@upstash/redis`, with any of its settings. */
  readonly client: UpstashRedisClient;
  /**
   * How often news of other processes is asked for while somebody listens, in milliseconds. Each question
   * is a request.
   * @default 10000
   */
  readonly invalidationIntervalMs?: number | undefined;
}

/**
 * A store in Upstash Redis, over HTTP: it keeps nothing between calls and runs on edge runtimes. An exact
 * lookup is one request, a semantic one two more.
 *
 * @throws SemanticCacheError `invalid-options` when the client is none, or a prefix or a bound is none.
 */
export function upstashRedisStore(options: UpstashRedisStoreOptions): CacheStore {
  const { client, invalidationIntervalMs = 10_000 } = options;
  return redisBase(
    {
      factory: "upstashRedisStore",
      name: "upstash-redis",
      commands: restCommands(client),
      search: "approximate",
      createIndex: scanIndex({ stateless: true }),
    },
    { ...options, invalidationIntervalMs },
  );
}

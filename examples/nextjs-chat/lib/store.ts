import type { CacheStore } from "ai-sdk-semantic-cache";
import { libsqlStore } from "ai-sdk-semantic-cache/libsql";
import { redisStore } from "ai-sdk-semantic-cache/redis";
import { Redis } from "ioredis";

/** Where answers are kept: Redis with `REDIS_URL`, else the file or Turso database of `LIBSQL_URL`. */
export function openStore(): CacheStore {
  const { REDIS_URL, LIBSQL_URL = "file:semantic-cache.db", LIBSQL_AUTH_TOKEN } = process.env;
  if (REDIS_URL) return redisStore({ client: connect(REDIS_URL) });
  return libsqlStore({
    url: LIBSQL_URL,
    ...(LIBSQL_AUTH_TOKEN ? { authToken: LIBSQL_AUTH_TOKEN } : {}),
  });
}

function connect(url: string): Redis {
  const client = new Redis(url, {
    lazyConnect: true, // `next build` loads this file, and needs no Redis
    commandTimeout: 2_000, // a connection that went silent hangs without it
    maxRetriesPerRequest: 1,
  });
  client.on("error", () => {}); // the cache reports what its own commands meet
  return client;
}

import { Redis } from "@upstash/redis";
import { Index } from "@upstash/vector";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { startRedis } from "../../test/support/engines/redis-engine.ts";
import { redisBridge } from "../../test/support/upstash/redis-bridge.ts";
import { vectorStandIn } from "../../test/support/upstash/vector-stand-in.ts";
import { found, onHandler } from "./backends.ts";
import type { Backend } from "./subject.ts";
import { DIMENSIONS } from "./vectors.ts";

/** Upstash Redis, played in front of a real Redis: its bytes and round trips are true, its times are not. */
export async function upstashRedis(): Promise<Backend> {
  const { url: redisUrl, server } = found(await startRedis("redis", undefined));
  const { handle, token, close } = redisBridge(redisUrl);
  return onHandler(
    handle,
    (url) => upstashRedisStore({ client: new Redis({ url, token, enableTelemetry: false }) }),
    async () => {
      close();
      await server?.stop();
    },
  );
}

/** Upstash Vector, played in memory: likewise. */
export function upstashVector(): Promise<Backend> {
  const { handle, token } = vectorStandIn({ dimension: DIMENSIONS });
  return onHandler(handle, (url) => upstashVectorStore({ client: new Index({ url, token }) }));
}

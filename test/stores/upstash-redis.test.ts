import { Redis, type RedisConfigNodejs } from "@upstash/redis";
import { afterAll, beforeAll, describe } from "vitest";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { describeOn } from "../support/engines/engine.ts";
import { storeSuite } from "../support/store-suite.ts";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { type RedisBridge, redisBridge } from "../support/upstash/redis-bridge.ts";

const play = playOnNetwork();
const freshPrefix = (): string => `test-${crypto.randomUUID()}`;

/** Settings of the SDK's client that change what replies look like. */
const SETTINGS: Readonly<Record<string, Partial<RedisConfigNodejs>>> = {
  "as it comes": {},
  "replies left alone": { automaticDeserialization: false, responseEncoding: false },
};

for (const [settings, options] of Object.entries(SETTINGS)) {
  describeOn("redis", { store: "upstash-redis", client: settings }, (engine) => {
    let bridge: RedisBridge;
    let client: Redis;
    beforeAll(() => {
      bridge = redisBridge(engine.url);
      play(bridge);
      client = new Redis({ url: bridge.url, token: bridge.token, retry: false, ...options });
    });
    afterAll(() => bridge.close());

    storeSuite(() => upstashRedisStore({ client, prefix: freshPrefix() }), {
      useClient: () => client.ping(),
    });
  });
}

const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = process.env;

const waits = url && token ? "" : " waits for UPSTASH_REDIS_REST_URL and _TOKEN";

describe.skipIf(waits)(`upstash-redis on the service${waits}`, () => {
  const client = (): Redis => new Redis({ url, token });
  storeSuite(() => upstashRedisStore({ client: client(), prefix: freshPrefix() }), {
    useClient: () => client().ping(),
  });
});

import { Redis } from "ioredis";
import { Redis as Redis5 } from "ioredis5";
import { createClient } from "redis";
import { afterAll, beforeAll } from "vitest";
import { type RedisClient, redisStore } from "../../src/stores/redis/index.ts";
import { describeOn } from "../support/engines/engine.ts";
import { storeSuite } from "../support/store-suite.ts";

const freshPrefix = (): string => `test-${crypto.randomUUID()}`;

interface OpenClient {
  readonly client: RedisClient;
  ping(): Promise<unknown>;
  close(): unknown;
}

const CLIENTS: Readonly<Record<string, (url: string) => Promise<OpenClient>>> = {
  "ioredis 6": async (url) => {
    const client = new Redis(url);
    return { client, ping: () => client.ping(), close: () => client.disconnect() };
  },
  "ioredis 6 with a key prefix": async (url) => {
    const client = new Redis(url, { keyPrefix: "application:" });
    return { client, ping: () => client.ping(), close: () => client.disconnect() };
  },
  "ioredis 5": async (url) => {
    const client = new Redis5(url);
    return { client, ping: () => client.ping(), close: () => client.disconnect() };
  },
  "node-redis 6": async (url) => {
    const client = createClient({ url });
    await client.connect();
    return { client, ping: () => client.ping(), close: () => client.close() };
  },
};

for (const engineName of ["redis", "valkey"] as const) {
  for (const [name, open] of Object.entries(CLIENTS)) {
    describeOn(engineName, { store: "redis", client: name }, (engine) => {
      let opened: OpenClient;
      beforeAll(async () => {
        opened = await open(engine.url);
      });
      afterAll(() => void opened.close());

      storeSuite(() => redisStore({ client: opened.client, prefix: freshPrefix() }), {
        useClient: () => opened.ping(),
      });
    });
  }

  describeOn(engineName, { store: "redis, stateless", client: "ioredis 6" }, (engine) => {
    let client: Redis;
    beforeAll(() => {
      client = new Redis(engine.url);
    });
    afterAll(() => client.disconnect());

    storeSuite(() => redisStore({ client, prefix: freshPrefix(), stateless: true }));
  });
}

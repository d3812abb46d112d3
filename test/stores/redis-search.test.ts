import { Redis } from "ioredis";
import { Redis as Redis5 } from "ioredis5";
import { createClient } from "redis";
import { afterAll, beforeAll, describe } from "vitest";
import type { CacheStore, StoreCapabilities } from "../../src/index.ts";
import type { RedisClient } from "../../src/store-kit/redis/redis-client.ts";
import {
  type RedisSearchStoreOptions,
  redisSearchStore,
} from "../../src/stores/redis-search/index.ts";
import { describeOn } from "../support/engines/engine.ts";
import { storeSuite } from "../support/store-suite.ts";
import { searchStandIn } from "./fixtures/redis-search/stand-in.ts";

const store = "redis-search";

/** The whole suite, every store under a prefix of its own. */
function suite(
  client: RedisClient,
  useClient: () => Promise<unknown>,
  { engine = "auto", consistency = "immediate" }: SuiteOptions = {},
): void {
  const create = (): CacheStore => {
    const made = redisSearchStore({ client, engine, prefix: `search-${crypto.randomUUID()}` });
    return { ...made, capabilities: { ...made.capabilities, consistency } };
  };
  storeSuite(create, { useClient });
}

interface SuiteOptions {
  readonly engine?: RedisSearchStoreOptions["engine"];
  readonly consistency?: StoreCapabilities["consistency"];
}

describeOn("redis", { store, client: "ioredis 6" }, ({ url }) => {
  const client = new Redis(url);
  afterAll(() => client.disconnect());
  suite(client, () => client.ping());
});

describeOn("redis", { store, client: "ioredis 5" }, ({ url }) => {
  const client = new Redis5(url);
  afterAll(() => client.disconnect());
  suite(client, () => client.ping());
});

describeOn("redis", { store, client: "node-redis 6" }, ({ url }) => {
  const client = createClient({ url });
  beforeAll(async () => void (await client.connect()));
  afterAll(() => client.destroy());
  suite(client, () => client.ping());
});

describeOn("redis", { store, client: "ioredis 6, a stand-in for FT.SEARCH" }, ({ url }) => {
  const client = new Redis(url);
  const { answer } = searchStandIn(client, "RESP3 as a list");
  afterAll(() => client.disconnect());
  const call = (name: string, args: (string | Uint8Array)[]) =>
    answer(name, args) ?? client.call(name, args as (string | Buffer)[]);
  suite({ call }, () => client.ping());
});

describeOn("redis", { store, client: "ioredis 5, a stand-in for FT.SEARCH" }, ({ url }) => {
  const server = new Redis(url);
  const client = new Redis5(url);
  const { answer } = searchStandIn(server, "RESP2");
  afterAll(() => [server.disconnect(), client.disconnect()]);
  const call = (name: string, args: (string | Uint8Array)[]) =>
    answer(name, args) ?? client.call(name, args as (string | Buffer)[]);
  suite({ call }, () => client.ping());
});

describeOn("redis", { store, client: "node-redis 6, a stand-in for FT.SEARCH" }, ({ url }) => {
  const server = new Redis(url);
  const client = createClient({ url });
  const { answer } = searchStandIn(server, "RESP3 as an object");
  beforeAll(async () => void (await client.connect()));
  afterAll(() => [server.disconnect(), client.destroy()]);
  const sendCommand = ([name = "", ...args]: readonly (string | Uint8Array)[]) =>
    answer(String(name), args) ?? client.sendCommand([String(name), ...(args as string[])]);
  suite({ sendCommand }, () => client.ping());
});

/** Servers that no package brings: whoever has one says where. */
const OUTSIDE = [
  { engine: "Redis Search", variable: "REDIS_SEARCH_URL", consistency: "immediate" },
  // adds what a script wrote to its index a moment later
  { engine: "valkey-search", variable: "VALKEY_SEARCH_URL", consistency: "eventual" },
] as const;

for (const { engine, variable, consistency } of OUTSIDE) {
  const url = process.env[variable];
  const title = `redis-search on ${engine}`;
  describe.skipIf(!url)(url ? `${title}, ioredis 6` : `${title} waits for ${variable}`, () => {
    if (!url) return;
    const client = new Redis(url);
    afterAll(() => client.disconnect());
    suite(client, () => client.ping(), { engine: "query-engine", consistency });
  });
}

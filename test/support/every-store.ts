import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient as createLibsqlClient } from "@libsql/client";
import { Redis as UpstashRedis } from "@upstash/redis";
import { Index } from "@upstash/vector";
import { Redis } from "ioredis";
import { createClient as createNodeRedis } from "redis";
import { afterAll, beforeAll, describe } from "vitest";
import { type CacheStore, type MaybePromise, memoryStore } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { type RedisClient, redisStore } from "../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { describeOn } from "./engines/engine.ts";
import { usePgvectorTables, usePool } from "./pgvector-store.ts";
import { playOnNetwork } from "./upstash/http-service.ts";
import { paddedStore } from "./upstash/padded-store.ts";
import { redisBridge } from "./upstash/redis-bridge.ts";
import { vectorStandIn } from "./upstash/vector-stand-in.ts";

/** A store over data of its own, and what somebody else can do to that data. */
export interface OpenedStore {
  readonly store: CacheStore;
  /** Another store over the same data, as a second process has it. */
  peer(): MaybePromise<CacheStore>;
  /** Removes all data behind the back of the store, as `FLUSHALL` or `TRUNCATE` do. */
  wipe(): Promise<unknown>;
}

/** A store of the matrix: how it is called in the table, and how an empty one is opened. */
export interface StoreKind {
  readonly name: string;
  open(): Promise<OpenedStore>;
}

type Suite = (kind: StoreKind) => void;

const KEY = { id: "a", secret: "a secret of these tests, 32 letters" };
const PATIENT = { get: "5s", search: "5s" } as const;
const freshPrefix = (): string => `every-${crypto.randomUUID()}`;

/**
 * A suite for every store on the engine it is made for, each with a title as `redis on Redis 8.0.2,
 * ioredis 6`. Without an engine its stores are skipped.
 */
export function describeEveryStore(suite: Suite): void {
  const play = playOnNetwork();

  describe("memory on this process", () =>
    suite({ name: "memory", open: async () => inProcess(memoryStore()) }));

  describeOnRedis("redis, ioredis 6", (client, prefix) => redisStore({ client, prefix }), suite);
  describeOnRedis(
    "redis-search, vector sets",
    (client, prefix) => redisSearchStore({ client, prefix }),
    suite,
  );
  describeOnRedis("tiered(memory, redis)", overRedis, suite);
  describeOnRedis(
    "encrypted(redis)",
    (client, prefix) => encryptedStore({ store: redisStore({ client, prefix }), keys: [KEY] }),
    suite,
  );
  describeOnNodeRedis(suite);

  describeOn("redis", { store: "upstash-redis", client: "@upstash/redis" }, ({ url }) => {
    const server = new Redis(url);
    const bridge = redisBridge(url);
    play(bridge);
    afterAll(() => [server.disconnect(), bridge.close()]);
    const client = new UpstashRedis({ url: bridge.url, token: bridge.token, retry: false });
    const open = async (): Promise<OpenedStore> =>
      onPrefix(server, (prefix) => upstashRedisStore({ client, prefix }));
    suite({ name: "upstash-redis", open });
  });

  describe("upstash-vector on a stand-in, @upstash/vector", () => {
    const standIn = vectorStandIn();
    play(standIn);
    const client = new Index({ url: standIn.url, token: standIn.token, retry: false });
    const open = async (): Promise<OpenedStore> => {
      const prefix = freshPrefix();
      const peer = (): CacheStore => paddedStore(upstashVectorStore({ client, prefix }), 256);
      return { store: peer(), peer, wipe: () => removeNamespaces(client, prefix) };
    };
    suite({ name: "upstash-vector", open });
  });

  describe("libsql on a file, @libsql/client", () => {
    const file = join(tmpdir(), `${freshPrefix()}.db`);
    const client = createLibsqlClient({ url: `file:${file}` });
    afterAll(() => {
      client.close();
      for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
    });
    let tables = 0;
    const open = async (): Promise<OpenedStore> => {
      const table = `cache_${tables++}`;
      const peer = (): CacheStore => libsqlStore({ client, table });
      return { store: peer(), peer, wipe: () => client.execute(`DELETE FROM ${table}_entries`) };
    };
    suite({ name: "libsql", open });
  });

  describeOn("postgres", { store: "pgvector", client: "pg Pool" }, ({ url }) => {
    const pool = usePool(url);
    const tables = usePgvectorTables(pool);
    const open = async (): Promise<OpenedStore> => {
      const table = tables.freshName();
      const peer = (): Promise<CacheStore> => tables.create({ table });
      const wipe = (): Promise<unknown> => pool().query(`TRUNCATE ${tables.schema}.${table}`);
      return { store: await peer(), peer, wipe };
    };
    suite({ name: "pgvector, pg", open });
  });
}

function inProcess(store: CacheStore): OpenedStore {
  return { store, peer: () => store, wipe: async () => store.delete({}) };
}

type CreateOnRedis = (client: RedisClient, prefix: string) => CacheStore;

function describeOnRedis(name: string, create: CreateOnRedis, suite: Suite): void {
  const store = name.replace(", ioredis 6", "");
  describeOn("redis", { store, client: "ioredis 6" }, ({ url }) => {
    const server = new Redis(url);
    afterAll(() => server.disconnect());
    suite({ name, open: async () => onPrefix(server, (prefix) => create(server, prefix)) });
  });
}

function describeOnNodeRedis(suite: Suite): void {
  describeOn("redis", { store: "redis", client: "node-redis 6" }, ({ url }) => {
    const server = new Redis(url);
    const client = createNodeRedis({ url });
    beforeAll(async () => void (await client.connect()));
    afterAll(() => [server.disconnect(), client.destroy()]);
    const open = async (): Promise<OpenedStore> =>
      onPrefix(server, (prefix) => redisStore({ client, prefix }));
    suite({ name: "redis, node-redis 6", open });
  });
}

function onPrefix(server: Redis, create: (prefix: string) => CacheStore): OpenedStore {
  const prefix = freshPrefix();
  const peer = (): CacheStore => create(prefix);
  return { store: peer(), peer, wipe: () => removeKeys(server, prefix) };
}

function overRedis(client: RedisClient, prefix: string): CacheStore {
  const l2 = redisStore({ client, prefix, invalidationIntervalMs: 20 });
  return tieredStore({ l2, maxAge: "100ms", timeouts: PATIENT });
}

async function removeKeys(server: Redis, prefix: string): Promise<void> {
  const names = await server.keys(`${prefix}*`);
  if (names.length > 0) await server.del(names);
}

async function removeNamespaces(client: Index, prefix: string): Promise<void> {
  const names = (await client.listNamespaces()).filter((name) => name.startsWith(prefix));
  for (const name of names) await client.deleteNamespace(name);
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis as UpstashRedis } from "@upstash/redis";
import { Index } from "@upstash/vector";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { createClient } from "redis";
import { memoryStore } from "../../../src/index.ts";
import { encryptedStore } from "../../../src/stores/encrypted/index.ts";
import { libsqlStore } from "../../../src/stores/libsql/index.ts";
import { pgvectorStore } from "../../../src/stores/pgvector/index.ts";
import { redisStore } from "../../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../../src/stores/redis-search/index.ts";
import { tieredStore } from "../../../src/stores/tiered/index.ts";
import { upstashRedisStore } from "../../../src/stores/upstash-redis/index.ts";
import { upstashVectorStore } from "../../../src/stores/upstash-vector/index.ts";
import type { EngineName } from "../../support/engines/engine.ts";
import { redisBridge } from "../../support/upstash/redis-bridge.ts";
import { vectorStandIn } from "../../support/upstash/vector-stand-in.ts";
import { behindProxy, byItself, type FaultyStore, type Trouble } from "./faulty-store.ts";
import { serveHttp } from "./http-server.ts";

/** A store of the matrix: how it is called in the table, and how a new empty one is opened. */
export interface FaultyStoreKind {
  readonly name: string;
  readonly engine?: EngineName;
  /** Opened on the engine at `url`, when things are already as `first` says. */
  open(url: string, first: Trouble): Promise<FaultyStore>;
}

const freshName = (): string => `faults_${crypto.randomUUID().slice(0, 8)}`;
const KEY = { id: "a", secret: "a secret of thirty-two letters.." };
const portOf = (url: string): number => Number(new URL(url).port);

/** An ioredis client with its default settings; that it is cut off is no surprise here. */
function ioredis(url: string): Redis {
  return new Redis(url).on("error", () => {});
}

/** The stores of the matrix that speak to Redis through ioredis. */
function onIoredis(
  name: string,
  create: (client: Redis, prefix: string) => FaultyStore["store"],
): FaultyStoreKind {
  return {
    name,
    engine: "redis",
    open: (url, first) =>
      behindProxy(portOf(url), first, (proxy) => {
        const client = ioredis(proxy.url(url));
        return { store: create(client, freshName()), release: () => client.disconnect() };
      }),
  };
}

const redisKind: FaultyStoreKind = onIoredis("redis, ioredis 6", (client, prefix) =>
  redisStore({ client, prefix }),
);

const nodeRedisKind: FaultyStoreKind = {
  name: "redis, node-redis 6",
  engine: "redis",
  open: (url, first) =>
    behindProxy(portOf(url), first, (proxy) => {
      const client = createClient({ url: proxy.url(url) }).on("error", () => {});
      client.connect().catch(() => {}); // commands wait for it, as those of ioredis do
      const store = redisStore({ client, prefix: freshName() });
      return { store, release: () => client.destroy() };
    }),
};

const upstashRedisKind: FaultyStoreKind = {
  name: "upstash-redis",
  engine: "redis",
  async open(url, first) {
    const bridge = redisBridge(url);
    const server = await serveHttp(bridge.handle);
    return behindProxy(server.port, first, (proxy) => {
      const client = new UpstashRedis({ url: proxy.url("http://localhost"), token: bridge.token });
      return {
        store: upstashRedisStore({ client, prefix: freshName() }),
        async release() {
          await server.close();
          bridge.close();
        },
      };
    });
  },
};

const upstashVectorKind: FaultyStoreKind = {
  name: "upstash-vector",
  async open(_url, first) {
    const { handle, token } = vectorStandIn();
    const server = await serveHttp(handle);
    return behindProxy(server.port, first, (proxy) => {
      const client = new Index({ url: proxy.url("http://localhost"), token });
      return { store: upstashVectorStore({ client, prefix: freshName() }), release: server.close };
    });
  },
};

const pgvectorKind: FaultyStoreKind = {
  name: "pgvector, pg",
  engine: "postgres",
  async open(url, first) {
    const table = freshName();
    const direct = new Pool({ connectionString: url, max: 1 });
    await pgvectorStore({ client: direct, table }).migrate();
    return behindProxy(portOf(url), first, (proxy) => {
      const application_name = "faults";
      const client = new Pool({ connectionString: proxy.url(url), max: 10, application_name });
      client.on("error", () => {});
      return {
        store: pgvectorStore({ client, table }),
        async release() {
          await client.end();
          await direct.query(`DROP TABLE IF EXISTS ${table} CASCADE`);
          await direct.end();
        },
      };
    });
  },
};

const libsqlKind: FaultyStoreKind = {
  name: "libsql",
  async open(_url, first) {
    const folder = mkdtempSync(join(tmpdir(), "semantic-cache-faults-"));
    const store = libsqlStore({ url: `file:${join(folder, "cache.db")}` });
    return byItself(store, first, () => rmSync(folder, { recursive: true, force: true }));
  },
};

const memoryKind: FaultyStoreKind = {
  name: "memory",
  open: async (_url, first) => byItself(memoryStore(), first),
};

/** Every store of the matrix. */
export const faultyStores: readonly FaultyStoreKind[] = [
  memoryKind,
  redisKind,
  nodeRedisKind,
  onIoredis("redis-search, vector sets", (client, prefix) => redisSearchStore({ client, prefix })),
  upstashRedisKind,
  upstashVectorKind,
  libsqlKind,
  pgvectorKind,
  onIoredis("tiered(memory, redis)", (client, prefix) =>
    tieredStore({ l2: redisStore({ client, prefix }) }),
  ),
  onIoredis("encrypted(redis)", (client, prefix) =>
    encryptedStore({ store: redisStore({ client, prefix }), keys: [KEY] }),
  ),
];

/** The stores that reach their server over a network. */
export const networkStores: readonly FaultyStoreKind[] = faultyStores.filter(
  ({ name }) => name !== "memory" && name !== "libsql",
);

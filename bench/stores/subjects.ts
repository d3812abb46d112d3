import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { createClient } from "@libsql/client";
import type { Redis } from "ioredis";
import { memoryStore } from "../../src/index.ts";
import type { CacheStore } from "../../src/store.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { type PgvectorClient, pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import { inProcess, onPostgres, onRedis } from "./backends.ts";
import type { Backend, Subject } from "./subject.ts";
import { upstashRedis, upstashVector } from "./upstash.ts";
import { DIMENSIONS } from "./vectors.ts";

/** Nothing is evicted while it is measured. */
const maxEntries = 1_000_000;
const BYTE_GATE = 100_000;
const KEYS = [{ id: "bench", secret: "a secret of at least 32 characters" }];

const redis = (client: Redis): CacheStore => redisStore({ client, maxEntries });

/** All that is measured, in the order in which it is reported. */
export const SUBJECTS: readonly Subject[] = [
  {
    name: "memory",
    most: 100_000,
    start: async () => inProcess(() => memoryStore({ maxEntries, maxBytes: 1e12 })),
  },
  { name: "redis", most: 100_000, byteGate: BYTE_GATE, start: () => onRedis(redis) },
  {
    name: "redis-stateless",
    most: 100_000,
    start: () => onRedis((client) => redisStore({ client, maxEntries, stateless: true })),
  },
  {
    name: "redis-search",
    most: 100_000,
    start: () => onRedis((client) => redisSearchStore({ client, maxEntries })),
  },
  { name: "libsql", most: 100_000, start: libsqlFile },
  { name: "pgvector", most: 100_000, start: () => onPostgres((client) => pgvector(client)) },
  {
    name: "pgvector-hnsw",
    most: 100_000,
    start: () => onPostgres((client) => pgvector(client, DIMENSIONS)),
  },
  { name: "pgvector-pglite", most: 1_000, start: pglite },
  { name: "upstash-redis-stand-in", most: 1_000, start: upstashRedis },
  { name: "upstash-vector-stand-in", most: 1_000, start: upstashVector },
  {
    name: "tiered-redis",
    most: 10_000,
    start: () => onRedis((client) => tieredStore({ l2: redis(client) })),
  },
  {
    name: "encrypted-redis",
    most: 10_000,
    start: () => onRedis((client) => encryptedStore({ keys: KEYS, store: redis(client) })),
  },
];

async function libsqlFile(): Promise<Backend> {
  const folder = await mkdtemp(join(tmpdir(), "semantic-cache-bench-"));
  const client = createClient({ url: `file:${join(folder, "cache.db")}` });
  return inProcess(
    () => libsqlStore({ client, maxEntries }),
    async () => {
      client.close();
      await rm(folder, { recursive: true });
    },
  );
}

async function pgvector(client: PgvectorClient, dimensions?: number): Promise<CacheStore> {
  const store = pgvectorStore({ client, maxEntries, dimensions });
  await store.migrate();
  return store;
}

async function pglite(): Promise<Backend> {
  const client = await PGlite.create({ extensions: { vector } });
  return inProcess(
    () => pgvector(client),
    () => client.close(),
  );
}

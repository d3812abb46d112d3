import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis as UpstashRedis } from "@upstash/redis";
import { Index } from "@upstash/vector";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { CacheStore, SemanticCacheOptions } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePgvectorTables, usePool } from "../support/pgvector-store.ts";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { redisBridge } from "../support/upstash/redis-bridge.ts";
import { vectorStandIn } from "../support/upstash/vector-stand-in.ts";
import { ENCRYPTION_KEY } from "./support/every-store.ts";
import { exercise, PLACES, type Planted, plant } from "./support/exercise.ts";
import { useOwnRedis } from "./support/own-redis.ts";
import { reportInputs } from "./support/report-inputs.ts";

/** What is kept in clear without encryption, and what docs/security.md says is. */
const KEPT: readonly (keyof Planted)[] = ["question", "answer", "namespace", "model"];

/** Uses a cache whose texts are canaries, and says which of them are in the bytes that came of it. */
async function placesFound(
  store: CacheStore,
  bytes: () => Promise<readonly Uint8Array[]>,
  options: SemanticCacheOptions = {},
): Promise<(keyof Planted)[]> {
  const canaries = plant((place) => `canary ${place} ${crypto.randomUUID()}`);
  const { path } = await exercise(canaries, { store, ...options });
  expect(path()).toEqual(expect.arrayContaining(["write", "hit:exact"]));
  const all = Buffer.concat(await bytes());
  expect(all.length).toBeGreaterThan(1_000);
  reportInputs("S14", PLACES.length, "canaries in places of a request");
  return PLACES.filter((place) => all.includes(canaries[place]));
}

/** What a store in clear keeps, what an encrypted one does, and that a secret hides no payload. */
function suite(open: () => Promise<CacheStore>, bytes: () => Promise<readonly Uint8Array[]>): void {
  test("in clear: question, answer, namespace and model, nothing else", async () => {
    expect(await placesFound(await open(), bytes)).toEqual(KEPT);
  });

  test("in clear, with a secret: the same, for a secret is about hashes", async () => {
    const secret = "sixteen letters or more";
    expect(await placesFound(await open(), bytes, { secret })).toEqual(KEPT);
  });

  test.each(["plain", "none"] as const)("encrypted, vectors %s: nothing", async (vectors) => {
    const store = encryptedStore({ store: await open(), keys: [ENCRYPTION_KEY], vectors });
    expect(await placesFound(store, bytes)).toEqual([]);
  });
}

const asBytes = (value: unknown): Uint8Array[] => [Buffer.from(JSON.stringify(value))];

describe("S14 which texts reach a storage, as its own bytes show", () => {
  describe.skipIf(!inject("engines").redis)("the dump file of a Redis", () => {
    const redis = useOwnRedis();
    const dump = async (): Promise<Uint8Array[]> => {
      const client = redis.client();
      await client.config("SET", "rdbcompression", "no"); // or a canary could hide
      await client.save();
      const [, folder = ""] = (await client.config("GET", "dir")) as string[];
      return [readFileSync(join(folder, "dump.rdb"))];
    };
    describe("redis", () => suite(async () => redisStore({ client: redis.client() }), dump));
    describe("redis-search", () =>
      suite(async () => redisSearchStore({ client: redis.client(), prefix: "search" }), dump));
  });

  describe("the files of libSQL, its write-ahead log among them", () => {
    const folder = mkdtempSync(join(tmpdir(), "semantic-cache-canaries-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    suite(
      async () => libsqlStore({ url: `file:${join(folder, `${crypto.randomUUID()}.db`)}` }),
      async () => readdirSync(folder).map((name) => readFileSync(join(folder, name))),
    );
  });

  describeOn("postgres", { store: "pgvector" }, ({ url }) => {
    const pool = usePool(url);
    const tables = usePgvectorTables(pool);
    suite(
      () => tables.create(),
      async () => [...(await rowsOf(pool(), tables.schema)), ...(await filesOf(pool()))],
    );
  });

  describe("HTTP requests", () => {
    const play = playOnNetwork();
    describeOn("redis", { store: "upstash-redis" }, (engine) => {
      const bridge = redisBridge(engine.url);
      beforeAll(() => play(bridge));
      afterAll(() => bridge.close());
      const client = new UpstashRedis({ url: bridge.url, token: bridge.token, retry: false });
      suite(
        async () => upstashRedisStore({ client, prefix: `s14-${crypto.randomUUID()}` }),
        async () => asBytes(bridge.requests),
      );
    });
    describe("upstash-vector", () => {
      const standIn = vectorStandIn();
      beforeAll(() => play(standIn));
      const client = new Index({ url: standIn.url, token: standIn.token, retry: false });
      suite(
        async () => upstashVectorStore({ client, prefix: `s14-${crypto.randomUUID()}` }),
        async () => asBytes(standIn.requests),
      );
    });
  });
});

interface Queryable {
  query(text: string): PromiseLike<{ readonly rows: readonly Record<string, unknown>[] }>;
}

/** Every row of every table of a schema, as text. */
async function rowsOf(client: Queryable, schema: string): Promise<Uint8Array[]> {
  const { rows } = await client.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = '${schema}'`,
  );
  const tables = rows.map(({ table_name: name }) => `${schema}."${name}"`);
  const found = await Promise.all(
    tables.map((table) => client.query(`SELECT entry::text FROM ${table} AS entry`)),
  );
  return found.flatMap((result) => asBytes(result.rows));
}

/** The files of the database and its write-ahead log, where they are on this machine. */
async function filesOf(client: Queryable): Promise<Uint8Array[]> {
  await client.query("CHECKPOINT");
  const { rows } = await client.query("SHOW data_directory");
  const folder = String(rows[0]?.data_directory);
  const { rows: names } = await client.query(
    "SELECT oid::text AS oid FROM pg_database WHERE datname = current_database()",
  );
  return [join(folder, "pg_wal"), join(folder, "base", String(names[0]?.oid))].flatMap(readFolder);
}

function readFolder(folder: string): Uint8Array[] {
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map(({ name }) => readFileSync(join(folder, name)));
  } catch {
    return []; // a server somewhere else, or one that lets nobody read its files
  }
}

import { createClient as createLibsqlClient } from "@libsql/client";
import { Redis as UpstashRedis } from "@upstash/redis";
import { Index } from "@upstash/vector";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe } from "vitest";
import { type CacheStore, type MaybePromise, memoryStore } from "../../../src/index.ts";
import { encryptedStore } from "../../../src/stores/encrypted/index.ts";
import { libsqlStore } from "../../../src/stores/libsql/index.ts";
import { redisStore } from "../../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../../src/stores/redis-search/index.ts";
import { tieredStore } from "../../../src/stores/tiered/index.ts";
import { upstashRedisStore } from "../../../src/stores/upstash-redis/index.ts";
import { upstashVectorStore } from "../../../src/stores/upstash-vector/index.ts";
import { describeOn } from "../../support/engines/engine.ts";
import { usePgvectorTables, usePool } from "../../support/pgvector-store.ts";
import { playOnNetwork } from "../../support/upstash/http-service.ts";
import { redisBridge } from "../../support/upstash/redis-bridge.ts";
import { vectorStandIn } from "../../support/upstash/vector-stand-in.ts";

/** Makes an empty store. Vectors have 256 dimensions. */
export type OpenStore = () => MaybePromise<CacheStore>;

/** How many inputs a suite may try, as a share: every request to a played service takes a while. */
export interface Affordable {
  readonly share: number;
}

type Suite = (open: OpenStore, affordable: Affordable) => void;

const LOCAL: Affordable = { share: 1 };
const PLAYED: Affordable = { share: 0.15 };

const freshPrefix = (): string => `security-${crypto.randomUUID()}`;

/** A key of an encrypted store. */
export const ENCRYPTION_KEY: { id: string; secret: string } = {
  id: "a",
  secret: "thirty-two characters or more of it",
};

/** Runs a suite for every store of this package, each on its engine or a stand-in for the service. */
export function describeEveryStore(suite: Suite): void {
  describe("memory on this process", () => suite(memoryStore, LOCAL));
  describe("encrypted on memory", () =>
    suite(() => encryptedStore({ store: memoryStore(), keys: [ENCRYPTION_KEY] }), LOCAL));
  describe("tiered on memory, twice", () => suite(() => tieredStore({ l2: memoryStore() }), LOCAL));
  describe("libsql on a file in memory", () =>
    suite(() => libsqlStore({ client: createLibsqlClient({ url: ":memory:" }) }), LOCAL));
  describeRedis(suite);
  describeUpstash(suite);
  describeOn("postgres", { store: "pgvector" }, ({ url }) => {
    const tables = usePgvectorTables(usePool(url));
    suite(() => tables.create(), LOCAL);
  });
}

function describeRedis(suite: Suite): void {
  describeOn("redis", { store: "redis" }, ({ url }) => {
    const client = new Redis(url);
    afterAll(() => client.disconnect());
    suite(() => redisStore({ client, prefix: freshPrefix() }), LOCAL);
  });
  describeOn("redis", { store: "redis-search" }, ({ url }) => {
    const client = new Redis(url);
    afterAll(() => client.disconnect());
    suite(() => redisSearchStore({ client, prefix: freshPrefix() }), LOCAL);
  });
}

function describeUpstash(suite: Suite): void {
  const play = playOnNetwork();
  describeOn("redis", { store: "upstash-redis" }, (engine) => {
    const bridge = redisBridge(engine.url);
    beforeAll(() => play(bridge));
    afterAll(() => bridge.close());
    const client = new UpstashRedis({ url: bridge.url, token: bridge.token, retry: false });
    suite(() => upstashRedisStore({ client, prefix: freshPrefix() }), PLAYED);
  });
  describe("upstash-vector on the stand-in", () => {
    const standIn = vectorStandIn({ dimension: 256 });
    beforeAll(() => play(standIn));
    const client = new Index({ url: standIn.url, token: standIn.token, retry: false });
    suite(() => upstashVectorStore({ client, prefix: freshPrefix() }), PLAYED);
  });
}

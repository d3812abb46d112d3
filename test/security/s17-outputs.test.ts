import { Redis as UpstashRedis } from "@upstash/redis";
import { Redis } from "ioredis";
import { Redis as Redis5 } from "ioredis5";
import { createClient } from "redis";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { type CacheStore, memoryStore, type SemanticCacheOptions } from "../../src/index.ts";
import { pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { type CachedModel, cachedModel } from "../support/cached-model.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePgvectorTables, usePool } from "../support/pgvector-store.ts";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { redisBridge } from "../support/upstash/redis-bridge.ts";
import { everythingIn } from "./support/everything-in.ts";
import { exercise, PLACES, plant } from "./support/exercise.ts";
import { useOwnRedis } from "./support/own-redis.ts";
import { reportInputs } from "./support/report-inputs.ts";

const CANARY = "zanzibar";

/** A canary in every place but those that events name: namespace and model. */
const planted = plant((place) =>
  place === "namespace" || place === "model" ? place : `${CANARY} ${place}`,
);

describe("S17 what the cache tells holds no text of prompts and answers", () => {
  describe("spans, metrics, expositions", async () => {
    await import("../observe/opentelemetry-no-text.test.ts");
  });
  describe("the inspector, texts hidden", async () => {
    await import("../inspector/hidden-texts.test.ts");
  });

  test.each<[string, SemanticCacheOptions]>([
    ["hits, misses, writes, conversations, purges", {}],
    ["vetoes", { guards: "strict" }],
    ["shadow mode", { mode: "shadow", compare: () => false }],
    ["audits", { compare: () => false, audit: { rate: 1 } }],
    ["refused answers", { shouldStore: () => false }],
    ["limits", { limits: { answerCharacters: 10 } }],
    ["broken entries", { store: spoiled() }],
  ])("no event of %s", async (_what, options) => {
    const { events, cache } = await exercise(planted, options);

    expect(events.length).toBeGreaterThan(5);
    expect(everythingIn(events)).not.toContain(CANARY);
    expect(everythingIn(cache.stats())).not.toContain(CANARY);
    reportInputs("S17", PLACES.length - 2, "canaries in places of a request");
  });

  test("no metadata of a result", async () => {
    const { ask } = cachedModel({ answer: () => "fine" });
    await ask(`Where is the ${CANARY}?`);

    const { providerMetadata } = await ask(`Where's the ${CANARY}?`);

    expect(providerMetadata).toBeDefined();
    expect(everythingIn(providerMetadata)).not.toContain(CANARY);
  });

  describe.skipIf(!inject("engines").redis)("no error of a Redis that refuses writes", () => {
    const redis = useOwnRedis();
    const play = playOnNetwork();

    const CLIENTS: Readonly<Record<string, (url: string) => Promise<CacheStore>>> = {
      "ioredis 6": async (url) => {
        const client = new Redis(url);
        onTestFinished(() => client.disconnect());
        return redisStore({ client });
      },
      "ioredis 5": async (url) => {
        const client = new Redis5(url);
        onTestFinished(() => client.disconnect());
        return redisStore({ client });
      },
      "node-redis": async (url) => {
        const client = await createClient({ url }).connect();
        onTestFinished(() => client.destroy());
        return redisStore({ client });
      },
      "@upstash/redis": async (url) => {
        const bridge = redisBridge(url);
        onTestFinished(() => bridge.close());
        play(bridge);
        const client = new UpstashRedis({ url: bridge.url, token: bridge.token, retry: false });
        return upstashRedisStore({ client });
      },
    };

    test.each(Object.entries(CLIENTS))("%s", async (_client, open) => {
      const server = redis.client();
      const store = await open(`redis://127.0.0.1:${server.options.port}`);
      // As on a cluster of which one server is down: the index is written, the entry is not.
      await server.call("ACL", "SETUSER", "default", "resetkeys", "~*{index}*");

      const { events } = await failing(store);
      await server.call("ACL", "SETUSER", "default", "allkeys");

      expect(events.map(({ type }) => type)).toContain("error");
      expect(everythingIn(events)).not.toContain(CANARY);
      reportInputs("S17", 2, "canaries in what a store refuses");
    });
  });

  describeOn("postgres", { store: "pgvector" }, ({ url }) => {
    const pool = usePool(url);
    const tables = usePgvectorTables(pool);

    test("no error of a PostgreSQL that refuses a row", async () => {
      const table = tables.freshName();
      await tables.create({ table });
      await pool().query(
        `ALTER TABLE ${tables.schema}.${table} ADD CONSTRAINT none CHECK (length(payload) < 5)`,
      );

      const store = pgvectorStore({ client: pool(), schema: tables.schema, table });
      const { events } = await failing(store);

      expect(events.map(({ type }) => type)).toContain("error");
      expect(everythingIn(events)).not.toMatch(/answer\/1|failing row/); // its beginning, cut by the server
      reportInputs("S17", 2, "canaries in what a store refuses");
    });
  });
});

/** A question and an answer that begin with the canary, for a store that does not take them. */
async function failing(store: CacheStore): Promise<CachedModel> {
  const cached = cachedModel({
    store,
    answer: () => CANARY,
    timeouts: { get: "5s", search: "5s", write: "5s" },
  });
  await cached.ask(`${CANARY}, how do I get there?`);
  return cached;
}

/** A memory store whose payloads cannot be read. */
function spoiled(): CacheStore {
  const store = memoryStore();
  return { ...store, set: (entry) => store.set({ ...entry, payload: `${entry.payload}!` }) };
}

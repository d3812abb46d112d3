import { createClient } from "@libsql/client";
import { Redis as UpstashRedis } from "@upstash/redis";
import { Index } from "@upstash/vector";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { searchStandIn } from "../stores/fixtures/redis-search/stand-in.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePgvectorTables, usePool } from "../support/pgvector-store.ts";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { redisBridge } from "../support/upstash/redis-bridge.ts";
import { vectorStandIn } from "../support/upstash/vector-stand-in.ts";
import { exercise, PLACES, plant } from "./support/exercise.ts";
import { useOwnRedis } from "./support/own-redis.ts";
import { reportInputs } from "./support/report-inputs.ts";

/** In every text of a request, so that it is seen wherever one went. */
const MARK = "zqx7";

const HOSTILE = [
  ...["*", "?", "[ab]*", "\\", "{tag}", "a|b", "@scope:{*}", "-a", "a,b", '"', "'", "`", ";"],
  ...["'; DROP TABLE semantic_cache; --", '"; DROP TABLE semantic_cache; --', "$1", "%s", "/*"],
  ...["]]) KNN 9 @v $B", "\r\nFLUSHALL\r\n", "*1\r\n$8\r\nFLUSHALL\r\n", "redis.call('X')"],
  ...[
    "\u0000",
    "👩‍👩‍👧",
    "\u202eabc",
    "\ufeff",
    "租户",
    "\ud800",
    "' OR '1'='1",
    "a = 'b' OR HAS FIELD c",
  ],
  ...["../../etc/passwd", "?x=1&y=2#z", "__proto__", "constructor", "\u2028"],
];

const MARKED_PLACES = PLACES.length - 1; // a header that is no header never leaves the SDK

/** What a store sent: every word of every query, and the values that were bound to them. */
type Sent = readonly unknown[];

/** The only texts in which words of a request may be: they are bound, never part of a query. */
const isPayload = (text: string): boolean => text.includes("answer/1 ");

/** Every text in something that was sent, however deep. */
function textsOf(sent: unknown): string[] {
  if (typeof sent === "string") return [sent];
  if (sent instanceof Uint8Array) return [Buffer.from(sent).toString("latin1")];
  if (typeof sent !== "object" || sent === null) return [];
  return Object.entries(sent).flatMap(([name, value]) => [name, ...textsOf(value)]);
}

/** Puts every hostile text into every place of a request, and looks at what was sent. */
async function tryHostile(
  open: () => CacheStore,
  sent: () => Promise<Sent>,
  share = 1,
): Promise<void> {
  const texts = HOSTILE.slice(0, Math.ceil(HOSTILE.length * share));
  for (const text of texts) {
    const planted = plant((place) =>
      place === "header" ? MARK : `${MARK} words of the ${place} ${text}`,
    );
    const { path } = await exercise(planted, { store: open() });
    expect(path(), text).toEqual(expect.arrayContaining(["write", "hit:exact", "hit:semantic"]));
  }
  const marked = textsOf(await sent()).filter((one) => one.includes(MARK));
  expect(marked.length).toBeGreaterThan(texts.length);
  expect(marked.filter((one) => !isPayload(one))).toEqual([]);
  reportInputs("S4", MARKED_PLACES * texts.length, "hostile texts in places of a request");
}

describe("S4 no text of a request reaches a query, a key or a name", () => {
  describe.skipIf(!inject("engines").redis)("as MONITOR of a Redis saw it", () => {
    const redis = useOwnRedis();
    const prefix = "s4";

    test.each<[string, (client: Redis) => CacheStore]>([
      ["redis", (client) => redisStore({ client, prefix })],
      ["redis-search, vector sets", (client) => redisSearchStore({ client, prefix })],
      ["redis-search, query engine", (client) => queryEngineStore(client, redis.client(), prefix)],
    ])("%s", async (_store, create) => {
      const client = redis.client();
      await client.flushall();
      const { stop } = await redis.monitor();
      let commands: readonly (readonly string[])[] = [];

      await tryHostile(
        () => create(client),
        async () => {
          commands = await stop();
          return commands;
        },
      );

      const keys = commands.flat().filter((argument) => argument.startsWith(`${prefix}:`));
      expect(keys.length).toBeGreaterThan(100);
      expect(keys.filter((key) => !/^[A-Za-z0-9:{}._*-]+$/.test(key))).toEqual([]);
    });
  });

  describe("as HTTP", () => {
    const play = playOnNetwork();

    describeOn("redis", { store: "upstash-redis" }, ({ url }) => {
      const bridge = redisBridge(url);
      beforeAll(() => play(bridge));
      afterAll(() => bridge.close());

      test("paths and commands", async () => {
        const client = new UpstashRedis({ url: bridge.url, token: bridge.token, retry: false });
        const prefix = `s4-${crypto.randomUUID()}`;

        await tryHostile(
          () => upstashRedisStore({ client, prefix }),
          async () => bridge.requests,
          0.2,
        );
      });
    });

    test("upstash-vector: paths, namespaces, ids, bodies", async () => {
      const standIn = vectorStandIn();
      play(standIn);
      const client = new Index({ url: standIn.url, token: standIn.token, retry: false });

      await tryHostile(
        () => upstashVectorStore({ client, prefix: "s4" }),
        async () => standIn.requests,
        0.2,
      );

      expect(standIn.requests.map(({ path }) => path)).toEqual(
        expect.not.arrayContaining([expect.not.stringMatching(/^[/a-z0-9.-]+$/)]),
      );
      expect(textsOf(standIn.requests)).not.toContain("filter");
    });
  });

  describe("as SQL", () => {
    describeOn("postgres", { store: "pgvector" }, ({ url }) => {
      const pool = usePool(url);
      const tables = usePgvectorTables(pool);

      test("statements and values", async () => {
        const sent: unknown[] = [];
        const client = {
          query(text: string, values?: unknown[]) {
            sent.push([text, values]);
            return pool().query(text, values);
          },
        };
        const table = tables.freshName();
        await pgvectorStore({ client, schema: tables.schema, table }).migrate();

        await tryHostile(
          () => pgvectorStore({ client, schema: tables.schema, table }),
          async () => sent,
        );
      });
    });

    test("libsql: statements and values", async () => {
      const inner = createClient({ url: ":memory:" });
      const sent: unknown[] = [];
      const noting = (target: object): never =>
        new Proxy(target, {
          get(_, name) {
            const member = Reflect.get(target, name);
            if (typeof member !== "function") return member;
            return (...values: unknown[]) => {
              sent.push(values);
              const result = member.apply(target, values);
              return name === "transaction" ? Promise.resolve(result).then(noting) : result;
            };
          },
        }) as never;

      await tryHostile(
        () => libsqlStore({ client: noting(inner) }),
        async () => sent,
      );
    });
  });
});

function queryEngineStore(client: Redis, server: Redis, prefix: string): CacheStore {
  const { answer } = searchStandIn(server, "RESP2");
  const call = (name: string, args: (string | Uint8Array)[]) =>
    answer(name, args) ?? client.call(name, args as (string | Buffer)[]);
  return redisSearchStore({ client: { call }, prefix, engine: "query-engine" });
}

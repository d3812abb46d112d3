import { inspect } from "node:util";
import { Redis, type RedisConfigNodejs } from "@upstash/redis";
import { Index } from "@upstash/vector";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { restCommands } from "../../src/stores/upstash-redis/rest-commands.ts";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { answerOnce } from "../support/answer-once.ts";
import { describeOn } from "../support/engines/engine.ts";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { type RedisBridge, redisBridge } from "../support/upstash/redis-bridge.ts";
import { at, changesOf, entry, hash, near } from "../support/upstash/samples.ts";
import { vectorStandIn } from "../support/upstash/vector-stand-in.ts";

const play = playOnNetwork();
const exact = { scope: hash(1), keys: [hash(10)] };

/** Texts that a client with its usual settings would return as something else. */
const LOOKS_LIKE_JSON = ["12", "123456789012", "true", "null", '{"a":1}', "[1]", '"quoted"', ""];

describeOn("redis", { store: "upstash-redis", client: "its own ways" }, (engine) => {
  let bridge: RedisBridge;
  let prefix: string;
  let store: CacheStore;
  const connect = (options: Partial<RedisConfigNodejs> = {}): Redis =>
    new Redis({ url: bridge.url, token: bridge.token, retry: false, ...options });
  beforeAll(() => {
    bridge = redisBridge(engine.url);
    play(bridge);
  });
  beforeEach(() => {
    prefix = `test-${crypto.randomUUID()}`;
    store = upstashRedisStore({ client: connect(), prefix });
    bridge.requests.length = 0;
  });
  afterAll(() => bridge.close());

  test("an exact lookup is one request, a semantic one two", async () => {
    await store.set(entry(10));
    bridge.requests.length = 0;

    const found = await store.get(exact);
    const [match] = await store.search(near(5));

    expect([found?.key, match?.entry.key]).toEqual([hash(10), hash(10)]);
    expect(bridge.requests.map(({ path }) => path)).toEqual(Array(3).fill("/pipeline"));
  });

  test.each([
    [{}],
    [{ automaticDeserialization: false }],
    [{ responseEncoding: false as const }],
    [{ enableAutoPipelining: false }],
  ])("texts stay texts and numbers numbers, with the client set to %j", async (settings) => {
    const { send } = restCommands(connect(settings));
    const keys = LOOKS_LIKE_JSON.map((_, at) => `${prefix}:${at}`);
    await send(LOOKS_LIKE_JSON.map((text, at) => ["SET", keys[at] ?? "", text]));
    await send([["HSET", `${prefix}:hash`, "a", "12", "b", "true"]]);

    const [texts, first, fields, missing, nested] = await send([
      ["MGET", ...keys, `${prefix}:none`],
      ["GET", keys[1] ?? ""],
      ["HMGET", `${prefix}:hash`, "b", "none", "a"],
      ["HMGET", `${prefix}:none`, "a"],
      ["EVAL", "return {1, ARGV[1], false, {KEYS[1], '7'}, {}}", "1", "12", "true"],
    ]);

    const isParsed = !("automaticDeserialization" in settings);
    const asRead = LOOKS_LIKE_JSON.map((text) => (isParsed && text === "null" ? null : text));
    const unquoted = asRead.map((text) => (isParsed && text === '"quoted"' ? "quoted" : text));
    expect(texts).toEqual([...unquoted, null]);
    expect([first, fields, missing]).toEqual(["123456789012", ["true", null, "12"], [null]]);
    expect(nested).toEqual([1, "true", null, ["12", "7"], []]);
  });

  // Texts that are JSON texts or JSON's null cannot be told from others, with the client's usual settings.
  test.each(LOOKS_LIKE_JSON.filter((text) => !["null", '"quoted"'].includes(text)))(
    "a record that was overwritten with %s is not returned, told of and removed",
    async (text) => {
      await store.set(entry(10));
      const raw = connect({ automaticDeserialization: false });
      const [key = ""] = await raw.keys(`${prefix}:1:*:entry:*`);
      await raw.set(key, text);
      const changes = changesOf(store);

      const found = await store.get(exact);

      expect(found).toBeUndefined();
      expect(changes).toMatchObject([{ type: "corrupt", scope: hash(1) }]);
      expect(await raw.exists(key)).toBe(0);
    },
  );

  test("an error never repeats what is stored", async () => {
    bridge.failNext(400, "ERR max request size exceeded");

    const writing = store.set(entry(10, { payload: "the secret answer" }));

    const error: unknown = await Promise.resolve(writing).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: "upstashRedisStore: ERR max request size exceeded" });
    expect(inspect(error)).not.toMatch("secret");
  });

  test("a wrong token costs a miss, not the answer", async () => {
    const client = connect({ token: "wrong" });

    const { path } = await answerOnce(upstashRedisStore({ client }), { namespace: "a" });

    expect(path).toEqual(["error:lookup:failed", "miss:store-failed", "error:write:failed"]);
  });

  test("a client that was told to stop rejects, and is never taken for an empty store", async () => {
    const client = connect({ signal: AbortSignal.abort() });

    const reading = upstashRedisStore({ client }).get(exact);

    await expect(reading).rejects.toThrow(/^upstashRedisStore: /);
  });

  test("only hex digits, fixed words and the prefix reach the names of keys", async () => {
    for (const namespace of ["a*", "a:b", "{a}", "租户", "a\u0000b"]) {
      await answerOnce(store, { namespace });
    }

    const sent = bridge.requests.flatMap(({ commands }) => commands);
    const keys = sent.flatMap(([name, ...args]) => {
      if (name === "eval") return args.slice(2, 2 + Number(args[1]));
      return name === "mget" ? args : [args[0]];
    });
    expect(keys.length).toBeGreaterThan(20);
    for (const key of keys) expect(key).toMatch(/^test-[\w-]+:1:[a-z0-9{}:-]+$/);
  });

  test("with a vector index in front, entries are in Redis and vectors in the index", async () => {
    const index = vectorStandIn();
    play(index);
    const client = new Index({ url: index.url, token: index.token, retry: false });
    const both = upstashVectorStore({ client, records: store });
    await both.set(entry(10, { vector: at(0), payload: "x".repeat(1_200_000) }));

    const [match] = await both.search(near(5));
    const { vectorCount } = await client.info();
    const deleted = await both.delete({ namespace: hash(2) });

    expect(match?.entry.payload.length).toBe(1_200_000);
    expect([vectorCount, deleted]).toEqual([1, 1]);
    expect([await client.info(), await store.size()]).toMatchObject([
      { vectorCount: 0 },
      { entries: 0 },
    ]);
  });

  test("a transaction of the same client runs beside the store", async () => {
    const client = connect();

    const replies = await client.multi().set(`${prefix}:mine`, "x").get(`${prefix}:mine`).exec();

    expect(replies).toEqual(["OK", "x"]);
  });

  test("a client that makes no pipelines is refused", () => {
    const client = {} as Redis;

    expect(() => upstashRedisStore({ client })).toThrow(
      "upstashRedisStore: client must be a Redis of @upstash/redis.",
    );
  });
});

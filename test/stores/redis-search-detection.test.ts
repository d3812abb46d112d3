import { Redis } from "ioredis";
import { afterAll, describe, expect, test } from "vitest";
import { SemanticCacheError } from "../../src/index.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { describeOn } from "../support/engines/engine.ts";
import { loggedClient, playedClient } from "./fixtures/redis-search/command-log.ts";
import { atDegrees, entryAt, SCOPE, SPACE } from "./fixtures/redis-search/entries.ts";

const query = { scope: SCOPE, space: SPACE, vector: atDegrees(0), limit: 1, threshold: 0.5 };
const NEITHER =
  "redisSearchStore: this server has neither FT.SEARCH (Redis Search or valkey-search) nor vector sets (VSIM, Redis 8); use redisStore from ai-sdk-semantic-cache/redis, which needs neither.";
const freshPrefix = (): string => `search-${crypto.randomUUID()}`;

describeOn("redis", { store: "redis-search", client: "finding out" }, ({ url }) => {
  const client = new Redis(url);
  afterAll(() => client.disconnect());

  test("a Redis 8 without the search module has vector sets", async () => {
    const store = redisSearchStore({ client, prefix: freshPrefix() });

    await expect(store.connect()).resolves.toBe("vector-sets");
  });

  test("the server is asked once, however many requests come at once", async () => {
    const { log, call } = loggedClient(client);
    const store = redisSearchStore({ client: { call }, prefix: freshPrefix() });

    await Promise.all([store.search(query), store.set(entryAt("a")), store.connect()]);
    await store.search(query);

    expect(log.filter(([name]) => name === "COMMAND")).toEqual([
      ["COMMAND", "INFO", "FT.SEARCH", "VSIM"],
    ]);
  });

  test("nothing is asked when the engine is named, nor for an exact key", async () => {
    const { names, call } = loggedClient(client);
    const named = { client: { call }, prefix: freshPrefix() };

    await redisSearchStore({ ...named, engine: "vector-sets" }).set(entryAt("a"));
    await redisSearchStore(named).get({ scope: SCOPE, keys: ["a"] });

    expect(names()).not.toContain("COMMAND");
  });

  test("naming an engine the server has not says which command is missing", async () => {
    const store = redisSearchStore({ client, prefix: freshPrefix(), engine: "query-engine" });

    await expect(store.set(entryAt("a"))).rejects.toThrow("unknown command 'FT.CREATE'");
    await expect(store.search(query)).rejects.toThrow("unknown command 'FT.SEARCH'");
  });
});

describeOn("valkey", { store: "redis-search", client: "finding out" }, ({ url }) => {
  const client = new Redis(url);
  afterAll(() => client.disconnect());

  test("a server with neither is told of at start, with what to use instead", async () => {
    const connecting = redisSearchStore({ client, prefix: freshPrefix() }).connect();

    const error: unknown = await connecting.catch((cause: unknown) => cause);

    expect(SemanticCacheError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: "store", message: NEITHER });
  });

  test("without connect the same is told of with every request, and every answer comes", async () => {
    const store = redisSearchStore({ client, prefix: freshPrefix() });
    const { ask, events } = cachedModel({ store });

    const answer = await ask("How do I reset my password?");

    expect(answer.text).not.toBe("");
    expect(events.filter(({ type }) => type === "error")).toMatchObject([
      { stage: "lookup", error: { message: NEITHER } },
      { stage: "write", error: { message: NEITHER } },
    ]);
  });

  test("a set, a search and a delete write and read nothing on such a server", async () => {
    const { names, call } = loggedClient(client);
    const store = redisSearchStore({ client: { call }, prefix: freshPrefix() });

    const results = await Promise.allSettled([
      store.set(entryAt("a")),
      store.search(query),
      store.delete({}),
    ]);

    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(names()).toEqual(["COMMAND"]);
  });
});

describe("finding out what a server has", () => {
  const has = (name: string) => [name, -1, ["readonly"], 1, 1, 1];

  test.each([
    ["both", [has("FT.SEARCH"), has("VSIM")], "query-engine"],
    ["FT.SEARCH alone", [has("FT.SEARCH"), null], "query-engine"],
    ["vector sets alone", [null, has("VSIM")], "vector-sets"],
    ["vector sets alone, in another spelling of nothing", [[], has("vsim")], "vector-sets"],
  ])("chooses for a server with %s", async (_what, reply, engine) => {
    const client = playedClient({ COMMAND: [reply] });

    await expect(redisSearchStore({ client }).connect()).resolves.toBe(engine);
  });

  test.each([null, [], [null, null], "OK", {}])("knows nothing in %j", async (reply) => {
    const client = playedClient({ COMMAND: [reply] });

    await expect(redisSearchStore({ client }).connect()).rejects.toThrow(NEITHER);
  });

  test("a server that cannot be asked is asked again by the next request", async () => {
    const refused = new Error(
      "NOPERM this user has no permissions to run the 'command|info' command",
    );
    const client = playedClient({ COMMAND: [refused, [null, has("VSIM")]], VSIM: [[]] });
    const store = redisSearchStore({ client });

    const first: unknown = await Promise.resolve(store.search(query)).catch((cause) => cause);
    const second = await store.search(query);

    const cause = { message: `redisSearchStore: ${refused.message}` };
    expect(first).toMatchObject({ code: "store", cause });
    expect(first).toHaveProperty("message", expect.stringContaining('engine: "query-engine"'));
    expect(second).toEqual([]);
  });
});

test("a store that is made and never used asks nothing and rejects nothing", async () => {
  const client = playedClient({ COMMAND: [new Error("Connection is closed.")] });

  redisSearchStore({ client });
  await new Promise((resolve) => setTimeout(resolve, 10));

  expect(client.log).toEqual([]);
});

test.each([
  [{ engine: "vsim" }, 'engine must be "auto" or "query-engine" or "vector-sets"; got "vsim".'],
  [{ algorithm: "ivf" }, 'algorithm must be "hnsw" or "flat"; got "ivf".'],
  [{ prefix: "a:b" }, 'prefix must be 1 to 64 letters, digits, "_", "." or "-"; got "a:b".'],
  [{ maxEntries: 0 }, "maxEntries must be a whole number above 0; got 0."],
  [
    { client: { ...playedClient({}), options: { keyPrefix: "app:" } } },
    'a client with a keyPrefix is not taken: indexes do not know it. Use the option "prefix" of the store; got "app:".',
  ],
  [{ client: undefined }, "client must be a connected client of ioredis or of redis"],
])("an option that makes no sense is refused at creation: %j", (options, message) => {
  const made = { client: playedClient({}), ...options } as Parameters<typeof redisSearchStore>[0];

  expect(() => redisSearchStore(made)).toThrow(`redisSearchStore: ${message}`);
});

import { Redis } from "ioredis";
import { afterAll, describe, expect, test } from "vitest";
import { encodeRecord } from "../../src/store-kit/record.ts";
import { shortId } from "../../src/store-kit/redis/short-id.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { readSearchReply } from "../../src/stores/redis-search/search-reply.ts";
import { describeOn } from "../support/engines/engine.ts";
import {
  type LoggedClient,
  loggedClient,
  playedClient,
} from "./fixtures/redis-search/command-log.ts";
import { atDegrees, entryAt, SCOPE, SPACE } from "./fixtures/redis-search/entries.ts";
import {
  INDEX_EXISTS,
  MISSING_INDEX,
  NOTHING,
  OTHER_ERRORS,
  RECORDED,
} from "./fixtures/redis-search/replies.ts";
import { searchStandIn } from "./fixtures/redis-search/stand-in.ts";

const prefix = "p";
const engine = "query-engine";
const vector = atDegrees(0);
const query = { scope: SCOPE, space: SPACE, vector, limit: 2, threshold: 0.7 };
const VECTOR_KEY = `p:1:vector:{${SCOPE}}:${shortId(SPACE)}:`;

/** What `FT.SEARCH` answers when it found these keys at these cosines. */
function found(...rows: readonly (readonly [key: string, cosine: number])[]): unknown[] {
  const pairs = rows.map(([key, cosine]) => [VECTOR_KEY + shortId(key), ["d", `${1 - cosine}`]]);
  return [rows.length, ...pairs.flat()];
}

function texts(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (typeof arg === "object" ? `${(arg as Uint8Array).length} bytes` : arg));
}

describe("what FT.SEARCH answers", () => {
  test.each(Object.entries(RECORDED))("is read in every form of a reply: %s", (_from, reply) => {
    const read = readSearchReply(reply);

    const rows = read.map(({ key, fields }) => [key, fields.get("d")]);
    expect(rows).toEqual([
      ["c:1", "0.00496280193329"],
      ["c:2", "0.2"],
    ]);
  });

  test.each(Object.entries(NOTHING))("is no match: %s", (_what, reply) => {
    expect(readSearchReply(reply)).toEqual([]);
  });
});

describe("a search by FT.SEARCH", () => {
  const near = entryAt("a", { vector: atDegrees(10) });
  const far = entryAt("b", { vector: atDegrees(40) });

  test("asks for one scope and one space, in the form that all servers take", async () => {
    const client = playedClient({ "FT.SEARCH": [found()] });

    await redisSearchStore({ client, prefix, engine }).search(query);

    expect(client.log.map(texts)).toEqual([
      [
        ...["FT.SEARCH", "p:1:idx:4"],
        `(@scope:{${SCOPE}} @space:{${SPACE}})=>[KNN 10 @v4 $B AS d]`,
        ...["PARAMS", "2", "B", "16 bytes"],
        ...["RETURN", "1", "d", "LIMIT", "0", "10", "DIALECT", "2"],
      ],
    ]);
  });

  test("reads the records of the near ones and compares them exactly, best first", async () => {
    const client = playedClient({
      "FT.SEARCH": [found(["b", 0.766], ["a", 0.985], ["c", 0.2])],
      MGET: [[encodeRecord(near), encodeRecord(far)]],
    });

    const matches = await redisSearchStore({ client, prefix, engine }).search(query);

    expect(matches.map(({ entry, similarity }) => [entry.key, similarity])).toEqual([
      ["a", expect.closeTo(Math.cos(Math.PI / 18), 6)],
      ["b", expect.closeTo(Math.cos((40 * Math.PI) / 180), 6)],
    ]);
    const records = ["a", "b"].map((key) => `p:1:{${SCOPE}}:entry:${shortId(key)}`);
    expect(client.log.at(-1)).toEqual(["MGET", ...records]);
  });

  test("believes no key of another scope or space, and no record of another space", async () => {
    const strange = [`p:1:vector:{bad}:${shortId(SPACE)}:${shortId("a")}`, ["d", "0"]];
    const client = playedClient({
      "FT.SEARCH": [[2, ...strange, ...found(["a", 0.985]).slice(1)]],
      MGET: [[encodeRecord({ ...near, space: "0dd" })]],
    });

    const matches = await redisSearchStore({ client, prefix, engine }).search(query);

    expect(matches).toEqual([]);
    expect(client.log.at(-1)).toEqual(["MGET", `p:1:{${SCOPE}}:entry:${shortId("a")}`]);
  });

  test("takes an answer without a usable distance for none", async () => {
    const rows = [VECTOR_KEY + shortId("a"), ["other", "0"], VECTOR_KEY + shortId("b"), ["d", "x"]];
    const client = playedClient({ "FT.SEARCH": [[2, ...rows]] });

    const matches = await redisSearchStore({ client, prefix, engine }).search(query);

    expect(matches).toEqual([]);
    expect(client.names()).toEqual(["FT.SEARCH"]);
  });

  test.each(Object.entries(MISSING_INDEX))(
    "makes an index that is missing: %s",
    async (_who, text) => {
      const replies = { "FT.SEARCH": [new Error(text), found(["a", 0.985])], "FT.CREATE": ["OK"] };
      const client = playedClient({ ...replies, MGET: [[encodeRecord(near)]] });

      const matches = await redisSearchStore({ client, prefix, engine }).search(query);

      expect(matches).toHaveLength(1);
      const commands = client.log.map(([name]) => name);
      expect(commands).toEqual(["FT.SEARCH", "FT.CREATE", "FT.SEARCH", "MGET"]);
    },
  );

  test("does not ask for ever when the index stays missing", async () => {
    const missing = new Error("ERR No such index p:1:idx:4");
    const client = playedClient({ "FT.SEARCH": [missing], "FT.CREATE": ["OK"] });

    const searching = redisSearchStore({ client, prefix, engine }).search(query);

    await expect(searching).rejects.toThrow("No such index");
    expect(client.log).toHaveLength(3);
  });

  test.each(Object.entries(OTHER_ERRORS))("passes on: %s", async (_what, text) => {
    const client = playedClient({ "FT.SEARCH": [new Error(text)] });

    const searching = redisSearchStore({ client, prefix, engine }).search(query);

    await expect(searching).rejects.toThrow(text);
    expect(client.names()).toEqual(["FT.SEARCH"]);
  });
});

describe("a write for FT.SEARCH", () => {
  const count = (client: LoggedClient, name: string): number =>
    client.log.filter(([other]) => other === name).length;

  test.each([
    ["hnsw", ["HNSW", "8"], ["EF_RUNTIME", "100"]],
    ["flat", ["FLAT", "6"], []],
  ] as const)(
    "makes the index of its length first, and once: %s",
    async (algorithm, kind, more) => {
      const client = playedClient({ "FT.CREATE": ["OK"] });
      const store = redisSearchStore({ client, prefix, engine, algorithm });

      await Promise.all([store.set(entryAt("a")), store.set(entryAt("b"))]);

      const tags = ["SCHEMA", "scope", "TAG", "CASESENSITIVE", "space", "TAG", "CASESENSITIVE"];
      const type = ["TYPE", "FLOAT32", "DIM", "4", "DISTANCE_METRIC", "COSINE"];
      const create = ["FT.CREATE", "p:1:idx:4", "ON", "HASH", "PREFIX", "1", "p:1:vector:"];
      expect(client.log[0]).toEqual([
        ...create,
        ...tags,
        "v4",
        "VECTOR",
        ...kind,
        ...type,
        ...more,
      ]);
      expect(count(client, "FT.CREATE")).toBe(1);
    },
  );

  test.each(Object.entries(INDEX_EXISTS))(
    "is content with an index that is there: %s",
    async (_who, text) => {
      const client = playedClient({ "FT.CREATE": [new Error(text)] });

      await redisSearchStore({ client, prefix, engine }).set(entryAt("a"));

      expect(client.names()).toContain("EVAL");
    },
  );

  test("fails while the index cannot be made, and tries again with the next entry", async () => {
    const client = playedClient({
      "FT.CREATE": [new Error("NOPERM no permissions to run the 'ft.create' command"), "OK"],
    });
    const store = redisSearchStore({ client, prefix, engine });

    await expect(store.set(entryAt("a"))).rejects.toThrow("NOPERM");
    const afterFailure = client.names();
    await store.set(entryAt("a"));

    expect(afterFailure).toEqual(["FT.CREATE"]);
    expect(count(client, "FT.CREATE")).toBe(2);
    expect(client.names()).toContain("EVAL");
  });

  test("needs no index for an entry without a vector", async () => {
    const client = playedClient({});

    await redisSearchStore({ client, prefix, engine }).set(
      entryAt("a", { vector: undefined, space: undefined }),
    );

    expect(client.names()).not.toContain("FT.CREATE");
  });
});

describeOn("redis", { store: "redis-search", client: "a stand-in for FT.SEARCH" }, ({ url }) => {
  const server = new Redis(url);
  const standIn = searchStandIn(server, "RESP3 as a list");
  const client = loggedClient({
    call: (name, args) =>
      standIn.answer(name, args as string[]) ?? server.call(name, args as string[]),
  });
  afterAll(() => server.disconnect());

  test("an index that was lost is made again, and what is held is found again", async () => {
    const store = redisSearchStore({ client, prefix: `search-${crypto.randomUUID()}` });
    await store.set(entryAt("a"));
    standIn.forget();

    const matches = await store.search(query);

    expect(matches.map(({ entry }) => entry.key)).toEqual(["a"]);
  });

  test("vectors of two lengths have an index each", async () => {
    const own = `search-${crypto.randomUUID()}`;
    const store = redisSearchStore({ client, prefix: own });
    client.log.length = 0;

    await store.set(entryAt("a"));
    await store.set(entryAt("b", { space: "0dd", vector: Float32Array.of(0, 1, 0, 0, 0, 0) }));

    const created = client.log.filter(([name]) => name === "FT.CREATE").map(([, index]) => index);
    expect(created).toEqual([`${own}:1:idx:4`, `${own}:1:idx:6`]);
  });

  test("a script touches keys of one hash tag only, so that a cluster takes it", async () => {
    const store = redisSearchStore({ client, prefix: `search-${crypto.randomUUID()}` });
    client.log.length = 0;

    await store.set(entryAt("a", { normalKey: "b" }));
    await store.delete({});

    const scripts = client.log.filter(([name]) => name === "EVAL");
    const tags = scripts.map(([, , count, ...rest]) => tagsOf(rest.slice(0, Number(count))));
    expect(tags.length).toBeGreaterThan(3);
    expect(tags.filter((found) => found.size !== 1)).toEqual([]);
  });

  test("a vector ends with its entry, by itself, and is gone when the entry is", async () => {
    const own = `search-${crypto.randomUUID()}`;
    const store = redisSearchStore({ client, prefix: own });
    const key = `${own}:1:vector:{${SCOPE}}:${shortId(SPACE)}:${shortId("a")}`;
    const entry = entryAt("a", { expiresAt: Date.now() + 60_000.25 }); // Redis takes whole milliseconds
    await store.set(entry);

    const end = await server.pexpiretime(key);
    await store.delete({ entries: [entry] });

    expect(end).toBe(Math.ceil(entry.expiresAt));
    expect(await server.exists(key)).toBe(0);
  });
});

function tagsOf(keys: readonly unknown[]): ReadonlySet<string | undefined> {
  return new Set(keys.map((key) => /\{([^}]+)\}/.exec(String(key))?.[1]));
}

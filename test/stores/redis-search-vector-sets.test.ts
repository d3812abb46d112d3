import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import type { CacheStore, Match, StoredEntry } from "../../src/index.ts";
import { dot } from "../../src/similarity.ts";
import type { IoredisLike } from "../../src/store-kit/redis/redis-client.ts";
import { shortId } from "../../src/store-kit/redis/short-id.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { answerOnce } from "../support/answer-once.ts";
import { describeOn } from "../support/engines/engine.ts";
import { clusteredVectors, near, seededRandom } from "./fixtures/redis-search/clustered-vectors.ts";
import { loggedClient } from "./fixtures/redis-search/command-log.ts";
import { atDegrees, entryAt, SCOPE, SPACE } from "./fixtures/redis-search/entries.ts";

/** All that may reach a key or an argument: hex digits, numbers, and words of the store itself. */
const FIXED_WORD =
  /^(?:search-test[0-9a-f-]+:1:(?:\{[0-9a-f]+\}|\{index\}|alias|lease|feed)(?::[0-9a-z-]+)*|[0-9a-f]+(?:\/[0-9a-f]+)*|-?\d+(?:\.\d+)?|-inf|\+inf|[A-Z.]+|\(\d+|[*+~=-]|[a-z]+|:[0-9a-f]+)?$/;

describeOn("redis", { store: "redis-search", client: "vector sets" }, ({ url }) => {
  const client = new Redis(url);
  afterAll(() => client.disconnect());

  const freshPrefix = (): string => `search-test${crypto.randomUUID()}`;
  const query = { scope: SCOPE, space: SPACE, vector: atDegrees(0), limit: 3, threshold: 0.5 };
  const keyOf = (prefix: string, part: string): string =>
    `${prefix}:1:{${SCOPE}}:${shortId(SPACE)}:${part}`;

  async function keysUnder(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const found of client.scanStream({ match: `${prefix}:*`, count: 1_000 })) {
      keys.push(...(found as string[]));
    }
    return keys;
  }

  test("the nearest of 2,000 clustered vectors is found, as by comparing all of them", async () => {
    const random = seededRandom(7);
    const vectors = clusteredVectors(2_000, 128, random);
    const store = redisSearchStore({ client, prefix: freshPrefix() });
    await writeAll(store, vectors);
    const asked = Array.from({ length: 200 }, (_, at) =>
      near(vectors[at * 10] ?? atDegrees(0), 0.85 + 0.14 * random(), random),
    );

    const found = await Promise.all(
      asked.map((vector) => store.search({ ...query, vector, limit: 1, threshold: 0.8 })),
    );

    const wrong = asked.filter((vector, at) => !isNearest(found[at], vector, vectors));
    expect(wrong).toHaveLength(0);
  }, 60_000);

  test("an entry whose end is no whole millisecond is kept", async () => {
    const store = redisSearchStore({ client, prefix: freshPrefix() });
    const expiresAt = Date.now() + 60_000.25;

    await store.set(entryAt("a", { expiresAt }));

    expect(await store.search(query)).toMatchObject([{ entry: { expiresAt } }]);
  });

  test("the similarity of a match is exact, not the estimate of the server", async () => {
    const random = seededRandom(3);
    const [one = atDegrees(0), other = atDegrees(0)] = clusteredVectors(2, 384, random);
    const store = redisSearchStore({ client, prefix: freshPrefix() });
    await store.set(entryAt("a", { vector: other }));

    const [match] = await store.search({ ...query, vector: one, threshold: -1 });

    expect(match?.similarity).toBe(dot(one, other));
  });

  test("entries that have expired do not starve a search", async () => {
    const store = redisSearchStore({ client, prefix: freshPrefix() });
    const expiresAt = Date.now() + 300;
    const soon = Array.from({ length: 40 }, (_, at) =>
      entryAt(`e${at.toString(16)}`, { vector: atDegrees(at / 100), expiresAt }),
    );
    await store.set(entryAt("a", { vector: atDegrees(20) }));
    await Promise.all(soon.map((entry) => store.set(entry)));
    await new Promise((resolve) => setTimeout(resolve, expiresAt - Date.now() + 50));

    const found = await store.search({ ...query, limit: 1 });

    expect(keysOf(found)).toEqual(["a"]);
  });

  test("vectors of expired entries are taken out by searches that meet them", async () => {
    const prefix = freshPrefix();
    const store = redisSearchStore({ client, prefix });
    await store.set(entryAt("a", { expiresAt: Date.now() + 60_000 }));
    await store.set(entryAt("b", { expiresAt: Date.now() + 100 }));
    await new Promise((resolve) => setTimeout(resolve, 150));

    await store.search(query);

    expect(await client.call("VCARD", keyOf(prefix, "vectors"))).toBe(1);
    expect(await client.zcard(keyOf(prefix, "due"))).toBe(1);
  });

  test("vectors of expired entries are taken out by later writes, some at a time", async () => {
    const prefix = freshPrefix();
    const store = redisSearchStore({ client, prefix });
    const expiresAt = Date.now() + 300;
    const soon = Array.from({ length: 15 }, (_, at) => entryAt(at.toString(16), { expiresAt }));
    await store.set(entryAt("ff"));
    await Promise.all(soon.map((entry) => store.set(entry)));
    await new Promise((resolve) => setTimeout(resolve, expiresAt - Date.now() + 50));

    const cards: unknown[] = [];
    for (const key of ["aa", "bb"]) {
      await store.set(entryAt(key));
      cards.push(await client.call("VCARD", keyOf(prefix, "vectors")));
    }

    expect(cards).toEqual([16 - 10 + 1, 7 - 5 + 1]);
  });

  test("a scope whose entries have all expired leaves nothing behind", async () => {
    const prefix = freshPrefix();
    const store = redisSearchStore({ client, prefix });
    await store.set(entryAt("a", { expiresAt: Date.now() + 100 }));
    const before = await keysUnder(prefix);
    await new Promise((resolve) => setTimeout(resolve, 150));

    const left = await keysUnder(`${prefix}:1:{${SCOPE}}`);

    expect(before).toContain(keyOf(prefix, "vectors"));
    expect(left).toEqual([]);
  });

  test("a vector that is written again while a search takes it for gone stays", async () => {
    const prefix = freshPrefix();
    const writer = redisSearchStore({ client, prefix });
    const slow: IoredisLike = {
      async call(name, args) {
        const reply = await client.call(name, args as string[]);
        if (name === "MGET") await writer.set(entryAt("a")); // after its record was found missing
        return reply;
      },
    };
    await writer.set(entryAt("a"));
    await client.del(`${prefix}:1:{${SCOPE}}:entry:${shortId("a")}`);

    const missed = await redisSearchStore({ client: slow, prefix }).search(query);
    const found = await writer.search(query);

    expect([keysOf(missed), keysOf(found)]).toEqual([[], ["a"]]);
  });

  test("a vector whose record was evicted by the server is passed over and taken out", async () => {
    const prefix = freshPrefix();
    const store = redisSearchStore({ client, prefix });
    await store.set(entryAt("a"));
    await store.set(entryAt("b", { vector: atDegrees(10) }));
    await client.del(`${prefix}:1:{${SCOPE}}:entry:${shortId("a")}`);

    const found = await store.search(query);

    expect(keysOf(found)).toEqual(["b"]);
    expect(await client.call("VCARD", keyOf(prefix, "vectors"))).toBe(1);
  });

  test("a damaged record is no match, is removed and told of, and its vector goes with it", async () => {
    const prefix = freshPrefix();
    const store = redisSearchStore({ client, prefix });
    const changes: unknown[] = [];
    store.changes?.((change) => void changes.push(change));
    await store.set(entryAt("a"));
    const record = `${prefix}:1:{${SCOPE}}:entry:${shortId("a")}`;
    await client.set(record, (await client.get(record))?.replace("answer", "Answer") ?? "");

    const found = await store.search(query);

    expect(found).toEqual([]);
    expect(changes).toEqual([{ type: "corrupt", scope: SCOPE, key: "a" }]);
    expect([await client.exists(record), await client.exists(keyOf(prefix, "vectors"))]).toEqual([
      0, 0,
    ]);
  });

  test("a record of a later version is no match, is told of, and is left alone", async () => {
    const prefix = freshPrefix();
    const store = redisSearchStore({ client, prefix });
    const changes: unknown[] = [];
    store.changes?.((change) => void changes.push(change));
    await store.set(entryAt("a"));
    const record = `${prefix}:1:{${SCOPE}}:entry:${shortId("a")}`;
    await client.set(record, (await client.get(record))?.replace("entry/1", "entry/2") ?? "");

    const found = await store.search(query);

    expect(found).toEqual([]);
    expect(changes).toMatchObject([{ type: "unknown-format", scope: SCOPE }]);
    expect(await client.call("VCARD", keyOf(prefix, "vectors"))).toBe(1);
    expect(await client.exists(record)).toBe(1);
  });

  test("every key ends by itself, the vectors of a scope with its latest entry", async () => {
    const prefix = freshPrefix();
    const store = redisSearchStore({ client, prefix });
    const latest = Date.now() + 90_000;
    await store.set(entryAt("a", { expiresAt: latest, tags: ["7a9"] }));
    await store.set(entryAt("b"));

    const keys = await keysUnder(prefix);
    const ends = await Promise.all(keys.map((key) => client.pexpiretime(key)));

    expect(ends.every((end) => end > Date.now())).toBe(true);
    expect(await client.pexpiretime(keyOf(prefix, "vectors"))).toBe(latest);
    expect(await client.pexpiretime(keyOf(prefix, "due"))).toBe(latest);
  });

  test("clearing everything leaves no vector behind", async () => {
    const prefix = freshPrefix();
    const store = redisSearchStore({ client, prefix });
    for (const key of ["a", "b", "c"]) await store.set(entryAt(key));

    await redisSearchStore({ client, prefix }).delete({}); // another process, which asks first

    expect(await client.exists(keyOf(prefix, "vectors"), keyOf(prefix, "due"))).toBe(0);
  });

  test("a miss costs one round trip and reads no record, a hit two", async () => {
    const { names, log, call } = loggedClient(client);
    const store = redisSearchStore({ client: { call }, prefix: freshPrefix() });
    await store.set(entryAt("a"));

    log.length = 0;
    await store.search({ ...query, vector: atDegrees(90) });
    const miss = names();
    await store.search(query);

    expect(miss).toEqual(["VSIM"]);
    expect(log.map(([name]) => name)).toEqual(["VSIM", "VSIM", "MGET"]);
  });

  test("whatever a namespace is called, only hex digits and fixed words are sent", async () => {
    const { log, call } = loggedClient(client);
    const store = redisSearchStore({ client: { call }, prefix: freshPrefix() });

    for (const namespace of ["a*?[b]", "{a}", "@a:{b|c}", "'; --", "a\u0000\r\n", "租户", '"$B"']) {
      const { cache } = await answerOnce(store, { namespace });
      await cache.clear({ namespace });
    }

    const sent = log.flatMap(([name, ...args]) => args.filter((arg, at) => isName(name, arg, at)));
    expect(sent.length).toBeGreaterThan(50);
    expect(sent.filter((arg) => !FIXED_WORD.test(String(arg)))).toEqual([]);
  });
});

/** Scripts and stored values aside: the text of a script is fixed, records and vectors are values. */
function isName(name: string, arg: unknown, at: number): boolean {
  const isScript = name === "EVAL" && at === 0;
  const isRecord = typeof arg === "string" && arg.startsWith("entry/1 ");
  return !isScript && !isRecord && typeof arg !== "object";
}

function keysOf(matches: readonly Match[]): string[] {
  return matches.map(({ entry }) => entry.key);
}

async function writeAll(store: CacheStore, vectors: readonly Float32Array[]): Promise<void> {
  const entries: StoredEntry[] = vectors.map((vector, at) => entryAt(at.toString(16), { vector }));
  for (let at = 0; at < entries.length; at += 100) {
    await Promise.all(entries.slice(at, at + 100).map((entry) => store.set(entry)));
  }
}

function isNearest(
  matches: readonly Match[] | undefined,
  vector: Float32Array,
  vectors: readonly Float32Array[],
): boolean {
  const best = Math.max(...vectors.map((other) => dot(other, vector)));
  const similarity = matches?.[0]?.similarity;
  return best < 0.8 ? matches?.length === 0 : similarity === best;
}

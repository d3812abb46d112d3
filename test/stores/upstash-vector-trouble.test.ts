import { Index } from "@upstash/vector";
import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { answerOnce } from "../support/answer-once.ts";
import { at, changesOf, entry, hash, near } from "../support/upstash/samples.ts";
import { type VectorSetting, vectorSettings } from "../support/upstash/vector-setting.ts";

const setting = vectorSettings();
const exact = { scope: hash(1), keys: [hash(10)] };

describe("upstash-vector, damage", () => {
  const namespace = "test.1.records";

  async function damaged(damage: (text: string) => string): Promise<VectorSetting> {
    const all = setting();
    await all.another().set(entry(10));
    const id = `e.${hash(1)}.${hash(10)}`;
    const [found] = await all.client.fetch([id], { namespace, includeData: true });
    const item = { id, vector: [...at(0)], metadata: {}, data: damage(found?.data ?? "") };
    await all.client.upsert(item, { namespace });
    return all;
  }

  test.each([
    ["cut short", (text: string) => text.slice(0, -2)],
    ["changed by one letter", (text: string) => text.replace("answer", "answes")],
    ["of another scope", (text: string) => text.replaceAll(hash(1), hash(7))],
    ["empty", () => ""],
  ])("a record that is %s is not returned, told of and removed", async (_how, damage) => {
    const { client, another } = await damaged(damage);
    const store = another();
    const changes = changesOf(store);

    const found = await store.get(exact);

    expect(found).toBeUndefined();
    expect(changes).toEqual([{ type: "corrupt", scope: hash(1), key: hash(10) }]);
    expect((await client.info()).namespaces[namespace]?.vectorCount).toBe(0);
  });

  test("a record of another format is not returned, told of and left alone", async () => {
    const { client, another } = await damaged((text) => text.replace("entry/1", "entry/2"));
    const store = another();
    const changes = changesOf(store);

    const matches = await store.search(near(0));

    expect(matches).toEqual([]);
    expect(changes).toEqual([{ type: "unknown-format", scope: hash(1), key: hash(10) }]);
    expect((await client.info()).namespaces[namespace]?.vectorCount).toBe(1);
  });
});

describe("upstash-vector, damaged fields", () => {
  test("a record whose fields cannot be read is listed by its text", async () => {
    const { client, another } = setting();
    await another().set(entry(10));
    const id = `e.${hash(1)}.${hash(10)}`;
    await client.update({ id, metadata: { expiresAt: "soon" } }, { namespace: "test.1.records" });

    const deleted = await another().delete({ model: hash(3) });

    expect(deleted).toBe(1);
    expect((await client.info()).vectorCount).toBe(0);
  });
});

describe("upstash-vector, what does not fit", () => {
  test("a vector of another length is refused, and nothing of its entry is written", async () => {
    const { client, another } = setting();
    const vector = Float32Array.of(1, 0, 0);

    const writing = another().set(entry(10, { vector }));

    await expect(writing).rejects.toThrow("takes vectors of 256 numbers; got one of 3");
    expect((await client.info()).vectorCount).toBe(0);
  });

  test("an index that does not compare by cosine is refused", async () => {
    const { another } = setting({ similarityFunction: "EUCLIDEAN" });

    const searching = another().search(near(0));

    await expect(searching).rejects.toThrow('by COSINE; got {"dimension":256,"similarityFunction"');
  });

  test("an entry that is too large for an index is refused, and kept with a second store", async () => {
    const { another } = setting();
    const large = entry(10, { payload: "x".repeat(1_000_001) });
    const both = another(memoryStore());

    await expect(another().set(large)).rejects.toThrow('Pass a second store as "records".');
    await both.set(large);

    const [match] = await both.search(near(0));
    expect(match?.entry.payload.length).toBe(1_000_001);
  });

  test("a service that refuses costs a miss, not the answer", async () => {
    const { standIn, another } = setting();
    standIn.failNext(429, "Exceeded daily query limit: 10000");
    standIn.failNext(401, "Unauthorized: Invalid auth token");

    const { path } = await answerOnce(another(), { namespace: "a" });

    expect(path).toEqual(["error:lookup:failed", "miss:store-failed", "error:write:failed"]);
  });

  test("a client that was told to stop rejects, and is never taken for an empty index", async () => {
    const { standIn, another } = setting();
    await another().set(entry(10));
    const { url, token } = standIn;
    const client = new Index({ url, token, retry: false, signal: AbortSignal.abort() });
    const store = upstashVectorStore({ client, prefix: "test" });

    await expect(store.get(exact)).rejects.toThrow("the reply to fetch is of a kind");
    await expect(store.set(entry(10))).rejects.toThrow(/^upstashVectorStore: /);
    await expect(store.search(near(0))).rejects.toThrow(/^upstashVectorStore: /);
  });

  test("options that make no sense are refused when the store is made", () => {
    const { client } = setting();
    const create = (options: object) => () =>
      upstashVectorStore({ client, ...options } as Parameters<typeof upstashVectorStore>[0]);

    expect(create({ client: {} })).toThrow("client must be an Index of @upstash/vector");
    expect(create({ prefix: "a b" })).toThrow("upstashVectorStore: prefix must be");
    expect(create({ records: {} })).toThrow("records must be a store");
  });
});

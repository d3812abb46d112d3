import { type Client, createClient } from "@libsql/client";
import { describe, expect, test } from "vitest";
import { type LibsqlClient, libsqlStore } from "../../src/stores/libsql/index.ts";
import { find, hex, recordChanges, sampleEntry } from "./libsql-parts.ts";

const query = { scope: hex("scope"), space: hex("space"), vector: Float32Array.of(1, 0, 0, 0) };

describe("a row that was damaged", () => {
  const DAMAGE: [what: string, sql: string][] = [
    ["payload", "payload = substr(payload, 1, 4)"],
    ["payload, which is no text any more", "payload = x'c328'"],
    ["vector, cut short", "vector = substr(vector, 1, 7)"],
    ["vector, changed by one bit", "vector = x'0100803f' || substr(vector, 5)"],
    ["vector, which is nothing any more", "vector = x''"],
    ["namespace", "namespace = 'Robert''); DROP TABLE'"],
    ["tags", "tags = '['"],
    ["time", "expires_at = expires_at + 1"],
    ["scope", "scope = 'abc'"],
  ];

  test.each(DAMAGE)("in its %s is a miss, is told of and is removed", async (_what, change) => {
    const { client, store, changes } = await damaged(change);

    const found: string[] = [];
    for await (const { key } of store.entries()) found.push(key);

    expect(found).toEqual([]);
    expect(changes).toEqual([{ type: "corrupt", scope: expect.any(String), key: hex("key") }]);
    const { rows } = await client.execute("SELECT count(*) AS n FROM semantic_cache_entries");
    expect(rows[0]?.n).toBe(0);
  });

  test("is found neither by its key nor by meaning", async () => {
    const { store, changes } = await damaged("payload = x'00'");

    const matches = await store.search({ ...query, limit: 1, threshold: 0.9 });

    expect([matches, await find(store)]).toEqual([[], undefined]);
    expect(changes.map(({ type }) => type)).toEqual(["corrupt"]);
  });

  const UNSEARCHABLE = [
    "sketch = x'00'",
    "sketch = x'000000'",
    "sketch = 'text'",
    "vector = x'00'",
  ];

  test.each(UNSEARCHABLE)("does not keep its neighbours from being found: %s", async (change) => {
    const { store } = await damaged(change);
    await store.set(sampleEntry({ key: hex("sound") }));

    const matches = await store.search({ ...query, limit: 5, threshold: 0.9 });

    expect(matches.map(({ entry }) => entry.key)).toEqual([hex("sound")]);
  });

  test("is not removed when it was written over meanwhile", async () => {
    const { client, store: other } = await damaged("payload = x'00'");
    const slow: LibsqlClient = {
      protocol: client.protocol,
      executeMultiple: () => Promise.resolve(),
      batch: (statements, mode) => client.batch(statements, mode),
      async execute(statement) {
        const result = await client.execute(statement);
        if (/payload/.test(statement.sql)) await other.set(sampleEntry({ payload: "whole" }));
        return result;
      },
    };

    const found = await find(libsqlStore({ client: slow }));

    expect([found, await find(other)]).toEqual([undefined, "whole"]);
  });

  test("of another format takes no other's place among the nearest", async () => {
    const { store } = await damaged("format = 2");
    await store.set(sampleEntry({ key: hex("sound") }));

    const matches = await store.search({ ...query, limit: 1, threshold: 0.9 });

    expect(matches.map(({ entry }) => entry.key)).toEqual([hex("sound")]);
  });

  test("of another format is a miss, is told of and is left alone", async () => {
    const { client, store, changes } = await damaged("format = 2");

    const found = await find(store);

    expect([found, changes.map(({ type }) => type)]).toEqual([undefined, ["unknown-format"]]);
    const { rows } = await client.execute("SELECT count(*) AS n FROM semantic_cache_entries");
    expect(rows[0]?.n).toBe(1);
  });
});

/** A store whose one entry was changed behind its back. */
async function damaged(change: string): Promise<{
  client: Client;
  store: ReturnType<typeof libsqlStore>;
  changes: ReturnType<typeof recordChanges>;
}> {
  const client = createClient({ url: ":memory:" });
  const store = libsqlStore({ client });
  await store.set(sampleEntry());
  await client.execute(`UPDATE semantic_cache_entries SET ${change}`);
  return { client, store, changes: recordChanges(store) };
}

import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { type Client, createClient } from "@libsql/client";
import { afterAll, describe, expect, test, vi } from "vitest";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { createFolder, find, hex, recordChanges, sampleEntry } from "./libsql-parts.ts";

const folder = createFolder();
afterAll(() => folder.remove());

const scope = hex("scope");
const query = { scope, space: hex("space"), vector: Float32Array.of(1, 0, 0, 0) };

describe("a file", () => {
  test("is there again after the process that wrote it has ended", async () => {
    const url = folder.fresh();
    const first = libsqlStore({ url });
    await first.set(sampleEntry({ payload: "kept" }));
    await first.close?.();

    const second = libsqlStore({ url });

    expect(await find(second)).toBe("kept");
    const matches = await second.search({ ...query, limit: 1, threshold: 0.9 });
    expect(matches.map(({ entry }) => entry.payload)).toEqual(["kept"]);
    await second.close?.();
  });

  test("is written ahead of time, so that readers do not wait for a writer", async () => {
    const url = folder.fresh();
    const store = libsqlStore({ url });
    await store.set(sampleEntry({ payload: "readable" }));
    const writer = await createClient({ url }).transaction("write");
    await writer.execute("DELETE FROM semantic_cache_entries");

    const found = await find(store);

    expect(found).toBe("readable");
    await writer.rollback();
    await store.close?.();
  });

  test("is shared by two stores: each sees at once what the other writes", async () => {
    const url = folder.fresh();
    const [one, other] = [libsqlStore({ url }), libsqlStore({ url })];

    await one.set(sampleEntry({ payload: "written" }));
    const seen = await find(other);
    await other.delete({});

    expect([seen, await find(one)]).toEqual(["written", undefined]);
    await Promise.all([one.close?.(), other.close?.()]);
  });

  test("loses no write when two processes write at the same time", async () => {
    const url = folder.fresh();
    const store = libsqlStore({ url, busyTimeout: "5s" });
    const other = writeFromAnotherProcess(url, 100);

    for (let at = 0; at < 100; at++) {
      await store.set(sampleEntry({ key: hex(`mine ${at}`) }));
      await new Promise((resolve) => setTimeout(resolve, 1)); // lets the other one in
    }
    await other;

    expect(await store.size()).toMatchObject({ entries: 200 });
    await store.close?.();
  });

  test("that somebody keeps locked fails a write after the busy timeout", async () => {
    const url = folder.fresh();
    const client = createClient({ url });
    const store = libsqlStore({ client, busyTimeout: 40 });
    await store.migrate();
    const holder = await createClient({ url }).transaction("write");

    const failed = store.set(sampleEntry());

    await expect(failed).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    await holder.rollback();
    await store.set(sampleEntry({ payload: "later" }));
    expect(await find(store)).toBe("later");
  });
});

describe("a database that cannot be used is refused by migrate(), saying why", () => {
  test("a folder that is not there", async () => {
    const store = libsqlStore({ url: "file:/no/such/folder/cache.db" });

    await expect(store.migrate()).rejects.toMatchObject({
      code: "store",
      message: expect.stringMatching(
        /^libsqlStore: cannot open "file:\/no\/such\/folder\/cache.db"/,
      ),
    });
  });

  test("a file that is no database", async () => {
    const url = folder.fresh();
    writeFileSync(url.slice("file:".length), "something else, and rather long".repeat(40));

    await expect(libsqlStore({ url }).migrate()).rejects.toThrow("file is not a database");
  });

  test("a database that takes no writes", async () => {
    const client = createClient({ url: folder.fresh(), concurrency: 1 });
    await client.execute("PRAGMA journal_mode = WAL");
    await client.execute("PRAGMA query_only = 1");

    await expect(libsqlStore({ client }).migrate()).rejects.toThrow(/attempt to write a readonly/);
  });

  test("a disk that is full", async () => {
    const client = createClient({ url: folder.fresh(), concurrency: 1 });
    await client.execute("PRAGMA max_page_count = 5");

    await expect(libsqlStore({ client }).migrate()).rejects.toThrow(/database or disk is full/);
  });

  test("tables of a later version, which are not touched", async () => {
    const client = createClient({ url: folder.fresh() });
    await libsqlStore({ client }).migrate();
    await client.execute("UPDATE semantic_cache_numbers SET value = 2 WHERE name = 'version'");
    const store = libsqlStore({ client });

    await expect(store.set(sampleEntry())).rejects.toThrow(
      "libsqlStore: a later version of this package made the tables",
    );

    const { rows } = await client.execute("SELECT count(*) AS n FROM semantic_cache_entries");
    expect(rows[0]?.n).toBe(0);
  });

  test("and is used as soon as it can be", async () => {
    const client = createClient({ url: folder.fresh(), concurrency: 1 });
    const store = libsqlStore({ client });
    await client.execute("PRAGMA query_only = 1");
    await expect(store.migrate()).rejects.toThrow();

    await client.execute("PRAGMA query_only = 0");
    await store.set(sampleEntry({ payload: "now" }));

    expect(await find(store)).toBe("now");
  });
});

test("migrate() can be called as often as one likes, by several stores at once", async () => {
  const url = folder.fresh();
  const stores = Array.from({ length: 4 }, () => libsqlStore({ url }));

  await Promise.all(stores.flatMap((store) => [store.migrate(), store.migrate()]));
  await stores[0]?.set(sampleEntry({ payload: "here" }));
  await stores[1]?.migrate();

  expect(await Promise.all(stores.map((store) => find(store)))).toEqual(Array(4).fill("here"));
  await Promise.all(stores.map((store) => store.close?.()));
});

test("a store that has to open its database says which package is missing", async () => {
  vi.doMock("@libsql/client", () => {
    throw new Error("Cannot find package");
  });

  const failed = libsqlStore().migrate();

  await expect(failed).rejects.toThrow('pass a client, or install the package "@libsql/client"');
  vi.doUnmock("@libsql/client");
});

test("a store that was closed says so", async () => {
  const store = libsqlStore({ url: folder.fresh() });
  await store.set(sampleEntry());

  await store.close?.();

  await expect(find(store)).rejects.toThrow("libsqlStore: cannot be used: it was closed");
});

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

function writeFromAnotherProcess(url: string, entries: number): Promise<unknown> {
  const program = `
    import { libsqlStore } from "${import.meta.resolve("../../src/stores/libsql/index.ts")}";
    import { hex, sampleEntry } from "${import.meta.resolve("../../src/testing/store-case.ts")}";
    const store = libsqlStore({ url: ${JSON.stringify(url)}, busyTimeout: "5s" });
    for (let at = 0; at < ${entries}; at++) await store.set(sampleEntry({ key: hex("theirs " + at) }));
    await store.close();`;
  const flags = ["--conditions=semantic-cache-source", "--input-type=module-typescript"];
  return promisify(execFile)(process.execPath, [...flags, "--eval", program]);
}

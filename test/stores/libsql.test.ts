import { type Client, createClient } from "@libsql/client";
import { afterAll, describe, expect, test, vi } from "vitest";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { storeSuite } from "../support/store-suite.ts";
import { createFolder, hex, recordChanges, sampleEntry } from "./libsql-parts.ts";

const folder = createFolder();
afterAll(() => folder.remove());

describe("libsql on a file of its own", () => {
  storeSuite(() => libsqlStore({ url: folder.fresh() }));
});

describe("libsql on a file, @libsql/client", () => {
  const client = createClient({ url: folder.fresh() });
  let tables = 0;
  storeSuite(() => libsqlStore({ client, table: `cache_${tables++}` }), {
    useClient: () => client.execute("SELECT 1"),
  });
});

describe("libsql in memory, @libsql/client with whole numbers as bigint", () => {
  const client = createClient({ url: ":memory:", intMode: "bigint" });
  let tables = 0;
  storeSuite(() => libsqlStore({ client, table: `cache_${tables++}` }));
});

const PAYLOADS: [what: string, payload: string][] = [
  ["NUL", "a\u0000b"],
  ["half a surrogate pair", "a\ud83db"],
  ["a byte order mark", "\ufeffa"],
  ["nothing", ""],
];

test.each(PAYLOADS)("a payload with %s is kept to the letter", async (_what, payload) => {
  const store = libsqlStore({ url: ":memory:" });
  await store.set(sampleEntry({ payload }));

  const found = await store.get({ scope: hex("scope"), keys: [hex("key")] });

  expect(found?.payload).toBe(payload);
  await store.close?.();
});

test("an entry whose time comes while a list is read is not listed", async () => {
  const store = libsqlStore({ url: ":memory:" });
  await store.set(sampleEntry({ key: "a" }));
  await store.set(sampleEntry({ key: "b", expiresAt: Date.now() + 30_000 }));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });

  const listed: string[] = [];
  for await (const { key } of store.entries()) {
    listed.push(key);
    vi.setSystemTime(Date.now() + 30_001);
  }
  vi.useRealTimers();

  expect(listed).toEqual(["a"]);
});

describe("bounds", () => {
  const scope = hex("scope");

  test("the least recently used entry leaves first when there are too many", async () => {
    const store = libsqlStore({ url: ":memory:", maxEntries: 2 });
    const changes = recordChanges(store);

    for (const key of ["a", "b"]) await store.set(sampleEntry({ key }));
    await store.touch?.({ scope, key: "a" });
    await store.set(sampleEntry({ key: "c" }));

    expect(changes).toEqual([{ type: "evict", scope, key: "b" }]);
    expect(await store.size()).toMatchObject({ entries: 2 });
  });

  test("rewriting an entry takes no room", async () => {
    const store = libsqlStore({ url: ":memory:", maxEntries: 2 });
    const changes = recordChanges(store);

    for (const key of ["a", "b", "a", "b", "a"]) await store.set(sampleEntry({ key }));

    expect(changes).toEqual([]);
  });

  test("a bound that was lowered is reached write by write, not at once", async () => {
    const client = createClient({ url: ":memory:" });
    const before = libsqlStore({ client });
    for (let key = 0; key < 150; key++) await before.set(sampleEntry({ key: hex(`${key}`) }));
    const after = libsqlStore({ client, maxEntries: 10 });

    await after.set(sampleEntry({ key: hex("first") }));
    const first = await after.size();
    await after.set(sampleEntry({ key: hex("second") }));

    expect([first.entries, (await after.size()).entries]).toEqual([51, 10]);
  });

  test("what has expired is removed by later writes, and told of", async () => {
    const client = createClient({ url: ":memory:" });
    const store = libsqlStore({ client });
    const changes = recordChanges(store);
    await store.set(sampleEntry({ key: "a", expiresAt: Date.now() + 20 }));
    await new Promise((resolve) => setTimeout(resolve, 30));

    await store.set(sampleEntry({ key: "b" }));

    const { rows } = await client.execute("SELECT key FROM semantic_cache_entries");
    expect(rows.map(({ key }) => key)).toEqual(["b"]);
    expect(changes).toEqual([{ type: "expire", scope, key: "a" }]);
  });

  test("a deletion of more than goes in one transaction removes and counts all", async () => {
    const store = libsqlStore({ url: ":memory:" });
    for (let at = 0; at < 250; at++) await store.set(sampleEntry({ key: hex(`${at}`) }));

    const removed = await store.delete({});

    expect([removed, (await store.size()).entries]).toEqual([250, 0]);
  });

  test("what has expired is removed by a deletion, and not counted by it", async () => {
    const client = createClient({ url: ":memory:" });
    const store = libsqlStore({ client });
    for (const key of ["a", "b"]) await store.set(sampleEntry({ key }));
    await client.execute("UPDATE semantic_cache_entries SET expires_at = 1 WHERE key = 'a'");

    const removed = await store.delete({});

    const { rows } = await client.execute("SELECT key FROM semantic_cache_entries");
    expect([removed, rows]).toEqual([1, []]);
  });

  test("aliases are bounded to twice the entries, those that end first leave first", async () => {
    const store = libsqlStore({ url: ":memory:", maxEntries: 1 });
    const alias = { target: hex("target"), namespace: hex("namespace") };

    for (const at of [2, 1, 3]) {
      await store.setAlias({ ...alias, alias: hex(`${at}`), expiresAt: Date.now() + at * 60_000 });
    }

    const found = await Promise.all([1, 2, 3].map((at) => store.getAlias(hex(`${at}`))));
    expect(found.map(Boolean)).toEqual([false, true, true]);
  });

  test("removing an entry removes its tags and sources too", async () => {
    const client = createClient({ url: ":memory:" });
    const store = libsqlStore({ client });
    await store.set(sampleEntry({ tags: ["a", "b"], sources: ["c"] }));
    await store.set(sampleEntry({ tags: ["d"], sources: [] }));
    const labels = async (): Promise<unknown[]> =>
      (await client.execute("SELECT value FROM semantic_cache_labels")).rows.map((row) => row[0]);

    const before = await labels();
    await store.delete({ tags: ["d"] });

    expect([before, await labels()]).toEqual([["d"], []]);
  });
});

describe("options that make no sense are refused with a clear error", () => {
  const client = createClient({ url: ":memory:" });
  const TABLES = ["", "Cache", "1st", "a-b", 'a"b', "a b", "a;--", "a".repeat(49), "naïve", "a\n"];

  test.each(TABLES)("table %j", (table) => {
    expect(() => libsqlStore({ client, table })).toThrow(/^libsqlStore: table must be 1 to 48/);
  });

  test.each([
    [{ maxEntries: 0 }, "libsqlStore: maxEntries must be a whole number above 0; got 0."],
    [{ busyTimeout: -1 }, "libsqlStore: busyTimeout must be a duration"],
    [{ busyTimeout: Infinity }, "libsqlStore: busyTimeout must be less than 24 days"],
    [{ client: {} as Client }, "libsqlStore: client must be one of @libsql/client"],
    [{ client, url: "file:a.db" }, "libsqlStore: client and url must not both be given"],
  ])("%#", (options, message) => {
    expect(() => libsqlStore(options)).toThrow(message);
  });
});

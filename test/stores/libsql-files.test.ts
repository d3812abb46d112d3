import { writeFileSync } from "node:fs";
import { createClient } from "@libsql/client";
import { afterAll, describe, expect, test, vi } from "vitest";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { createFolder, find, hex, sampleEntry } from "./libsql-parts.ts";

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

test("a connection that cannot be prepared is closed, as the next request opens another", async () => {
  const client = { execute: () => Promise.reject(new Error("locked")), close: vi.fn() };
  vi.doMock("@libsql/client", () => ({ createClient: () => client }));
  const store = libsqlStore();

  await expect(store.migrate()).rejects.toThrow("cannot open");

  expect(client.close).toHaveBeenCalledOnce();
  vi.doUnmock("@libsql/client");
});

test("a store that was closed says so", async () => {
  const store = libsqlStore({ url: folder.fresh() });
  await store.set(sampleEntry());

  await store.close?.();

  await expect(find(store)).rejects.toThrow("libsqlStore: cannot be used: it was closed");
});

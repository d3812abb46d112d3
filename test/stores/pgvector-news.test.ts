import { EventEmitter } from "node:events";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import type { Invalidation } from "../../src/index.ts";
import type { PgvectorStore } from "../../src/stores/pgvector/index.ts";
import { fromNews, toNews } from "../../src/stores/pgvector/news.ts";
import { hex, sampleEntry } from "../../src/testing/store-case.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePglite } from "../support/engines/pglite.ts";
import { useConnection, usePgvectorTables, usePool } from "../support/pgvector-store.ts";

const address = { scope: hex("scope"), key: hex("key") };

/** What a store hears. Resolves when it listens: the first news is that anything may have changed. */
async function hear(store: PgvectorStore): Promise<Invalidation[]> {
  const news: Invalidation[] = [];
  store.invalidations?.((invalidation) => void news.push(invalidation));
  await expect.poll(() => news).toEqual([{}]);
  news.length = 0;
  return news;
}

describeOn("postgres", { store: "pgvector", client: "notifications" }, ({ url }) => {
  const pool = usePool(url);
  const connection = useConnection(url);
  const { create, freshName } = usePgvectorTables(pool);

  async function pair(): Promise<[mine: PgvectorStore, theirs: PgvectorStore]> {
    const table = freshName();
    return [await create({ table, listener: connection() }), await create({ table })];
  }

  test("what another process replaces, removes and clears is heard, in this order", async () => {
    const [mine, theirs] = await pair();
    const news = await hear(mine);

    await theirs.set(sampleEntry());
    await theirs.set(sampleEntry());
    await theirs.delete({ entries: [address] });
    await theirs.delete({ namespace: hex("namespace") });

    await expect.poll(() => news).toEqual([{ entries: [address] }, { entries: [address] }, {}]);
    await mine.close?.();
  });

  test("one's own writes, those of other tables and dry runs are no news", async () => {
    const [mine, theirs] = await pair();
    const elsewhere = await create();
    const news = await hear(mine);

    for (const store of [mine, elsewhere]) {
      for (let writes = 0; writes < 2; writes++) await store.set(sampleEntry());
    }
    await theirs.delete({}, { dryRun: true });
    await theirs.delete({ entries: [address] });

    await expect.poll(() => news).toEqual([{ entries: [address] }]);
    await mine.close?.();
  });

  test("an evicted entry is news: a later delete would not name it", async () => {
    const table = freshName();
    const mine = await create({ table, listener: connection() });
    const theirs = await create({ table, maxEntries: 1 });
    const news = await hear(mine);

    await theirs.set(sampleEntry());
    await theirs.set(sampleEntry({ key: hex("next") }));

    await expect.poll(() => news).toHaveLength(1);
    await mine.close?.();
  });

  test("more entries than a notification can hold are all named", async () => {
    const [mine, theirs] = await pair();
    const news = await hear(mine);
    const entries = Array.from({ length: 250 }, (_, at) => {
      return { scope: `${at.toString(16).padStart(4, "0")}`.repeat(32), key: "f".repeat(128) };
    });

    await theirs.delete({ entries });

    await expect.poll(() => news.flatMap((some) => some.entries ?? [])).toHaveLength(250);
    expect(news.flatMap((some) => some.entries ?? [])).toEqual(entries);
    await mine.close?.();
  });

  test("a connection that the server ends is news, and does not end the process", async () => {
    const listener = new Client({ connectionString: url });
    await listener.connect();
    const { rows } = await listener.query("SELECT pg_backend_pid() AS id");
    const news = await hear(await create({ listener }));

    await pool().query("SELECT pg_terminate_backend($1)", [rows[0].id]);

    await expect.poll(() => news).toEqual([{}]);
  });

  test("who stops listening hears nothing more, and the connection stays open", async () => {
    const [mine, theirs] = await pair();
    const news = await hear(mine);
    await mine.close?.();

    await theirs.delete({});

    const { rows } = await connection().query("SELECT pg_listening_channels() AS channel");
    expect([rows, news]).toEqual([[], []]);
  });
});

describe("pgvector on PGlite, notifications", () => {
  const pglite = usePglite();
  const { create, freshName } = usePgvectorTables(pglite);

  test("what another store of the same database removes is heard", async () => {
    const table = freshName();
    const mine = await create({ table, listener: pglite() });
    const theirs = await create({ table });
    const news = await hear(mine);

    await theirs.delete({ entries: [address] });

    await expect.poll(() => news).toEqual([{ entries: [address] }]);
    await mine.close?.();
  });

  test("a store without a listener promises no news", async () => {
    expect((await create()).invalidations).toBeUndefined();
  });

  test("a connection that ends is news: anything may have changed since", async () => {
    const emitter = new EventEmitter();
    const listener = Object.assign(emitter, { query: () => Promise.resolve() });
    const news = await hear(await create({ listener }));

    emitter.emit("end");

    expect(news).toEqual([{}]);
  });

  test("a listener that cannot listen is news: anything may change unheard", async () => {
    const store = await create({ listener: { listen: () => Promise.reject(new Error("no")) } });

    const news = await hear(store);

    expect(news).toEqual([]);
  });
});

describe("pgvector on no server, notifications", () => {
  test.each([
    ["nothing", ""],
    ["a name", "theirs"],
    ["something else", "theirs {}"],
    ["half an address", "theirs 5c0be."],
    ["one address that is none among others", "theirs 5c.be 5c.zz"],
  ])("news that reads %s may mean anything", (_what, payload) => {
    expect(fromNews("mine", payload)).toEqual({});
  });

  test("a notification stays below 8,000 bytes, however long the hashes", () => {
    const hash = "f".repeat(128);
    const entries = Array.from({ length: 300 }, () => ({ scope: hash, key: hash }));

    const payloads = toNews("f".repeat(32), entries).split(",");

    expect(payloads.map((payload) => payload.length < 8_000)).toEqual(Array(10).fill(true));
  });

  test("more than 300 entries are told as everything", () => {
    const entries = Array.from({ length: 301 }, () => address);

    expect(fromNews("mine", toNews("theirs", entries))).toEqual({});
  });
});

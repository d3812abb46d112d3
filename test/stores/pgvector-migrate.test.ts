import { Pool } from "pg";
import { describe, expect, test } from "vitest";
import {
  type PgvectorClient,
  type PgvectorListener,
  type PgvectorStoreOptions,
  pgvectorMigration,
  pgvectorStore,
} from "../../src/stores/pgvector/index.ts";
import { hex, listEntries, sampleEntry } from "../../src/testing/store-case.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePgvectorTables, usePool } from "../support/pgvector-store.ts";

const nobody: PgvectorClient = { query: () => Promise.reject(new Error("not asked")) };

/** A client whose server answers with an error of PostgreSQL. */
function refusing(code: string, message: string): PgvectorClient {
  return { query: () => Promise.reject(Object.assign(new Error(message), { code })) };
}

describe("pgvector on no server", () => {
  test.each([
    ["upper case", "Entries"],
    ["a quote", 'entries"; DROP TABLE users; --'],
    ["a dot", "public.entries"],
    ["a space", "my entries"],
    ["a digit first", "1entries"],
    ["nothing", ""],
    ["more than 48 letters, which PostgreSQL would cut", "e".repeat(49)],
  ])("a table or schema whose name has %s is refused", (_what, name) => {
    for (const option of ["table", "schema"]) {
      expect(() => pgvectorStore({ client: nobody, [option]: name })).toThrow(
        `pgvectorStore: ${option} must be 1 to 48 lower-case letters`,
      );
    }
  });

  test.each<[Partial<PgvectorStoreOptions>, string]>([
    [{ dimensions: 4_001 }, "dimensions must be whole numbers from 1 to 4000"],
    [{ dimensions: [384, 1.5] }, "dimensions must be whole numbers from 1 to 4000"],
    [{ maxEntries: 0 }, "maxEntries must be a whole number above 0; got 0."],
    [{ listener: {} as PgvectorListener }, "listener must be a connected Client of node-postgres"],
    [{ listener: new Pool() as unknown as PgvectorListener }, "or PGlite; got a pool."],
    [{ client: {} as PgvectorClient }, "client must have a method query(text, values)"],
  ])("a store with senseless options is refused: %#", (options, message) => {
    expect(() => pgvectorStore({ client: nobody, ...options })).toThrow(message);
  });

  test.each([
    ["0A000", 'extension "vector" is not available', "Install pgvector on the server."],
    ["42501", "permission denied", "let one that may run CREATE EXTENSION vector"],
  ])("a migration that fails with %s says what to do", async (code, message, advice) => {
    const store = pgvectorStore({ client: refusing(code, message) });

    await expect(store.migrate()).rejects.toMatchObject({
      code: "store",
      message: expect.stringMatching(`${message}.*${advice}`),
    });
  });
});

describeOn("postgres", { store: "pgvector", client: "migrations" }, ({ url }) => {
  const pool = usePool(url);
  const { create, freshName, schema } = usePgvectorTables(pool);

  test("a migration can be run again, and keeps what is there", async () => {
    const table = freshName();
    const store = await create({ table });
    await store.set(sampleEntry());

    await (await create({ table, dimensions: [384, 3_072] })).migrate();

    expect(await listEntries(store)).toHaveLength(1);
  });

  test("ten processes may migrate at once, each on a connection of its own", async () => {
    const options = { client: pool(), schema, table: freshName(), dimensions: 8 };

    await Promise.all(Array.from({ length: 10 }, () => pgvectorStore(options).migrate()));

    expect(await pgvectorStore(options).size()).toEqual({ entries: 0, bytes: 0 });
  });

  test("the migration is text that other tools can run", async () => {
    const table = freshName();

    await pool().query(pgvectorMigration({ schema, table }));

    const store = pgvectorStore({ client: pool(), schema, table });
    expect((await store.size()).entries).toBe(0);
  });

  test("a table that is missing is an error that says to migrate", async () => {
    const table = freshName();
    const store = pgvectorStore({ client: pool(), schema, table });

    await expect(store.set(sampleEntry())).rejects.toMatchObject({
      code: "store",
      message: `pgvectorStore: table ${schema}.${table} is missing, or lacks something this store needs: call migrate() when you deploy, with the same options.`,
    });
  });

  test("a length that was not migrated is an error that says to migrate", async () => {
    const table = freshName();
    await create({ table });
    const store = pgvectorStore({ client: pool(), schema, table, dimensions: 4 });
    const vector = Float32Array.of(1, 0, 0, 0);
    const query = { scope: hex("scope"), space: hex("space"), vector, limit: 1, threshold: 0 };

    await expect(store.search(query)).rejects.toThrow("call migrate()");
  });

  test("a table of something else is not touched", async () => {
    const table = freshName();
    await pool().query(`CREATE TABLE ${schema}.${table} (name text)`);

    await expect(create({ table })).rejects.toThrow(
      `migrate() failed: there is a table ${schema}.${table} of something else`,
    );
  });

  test("a table of a later version is not touched", async () => {
    const table = freshName();
    await create({ table });
    const later = "ai-sdk-semantic-cache schema 2";
    await pool().query(`COMMENT ON TABLE ${schema}.${table} IS '${later}'`);

    await expect(create({ table, dimensions: 8 })).rejects.toThrow(
      "was made by a later version of ai-sdk-semantic-cache",
    );

    const indexes = `SELECT 1 FROM pg_indexes WHERE schemaname = '${schema}' AND indexname LIKE '${table}_hnsw%'`;
    expect((await pool().query(indexes)).rows).toEqual([]);
  });

  test("names of 48 letters are not cut", async () => {
    const [left, right] = ["a", "b"].map((last) => `${"t".repeat(47)}${last}`);
    const stores = [
      await create({ table: left, dimensions: [4, 4_000] }),
      await create({ table: right }),
    ];

    await stores[0]?.set(sampleEntry());

    const { rows } = await pool().query(
      `SELECT indexname FROM pg_indexes WHERE schemaname = '${schema}' AND length(indexname) > 62`,
    );
    expect(rows).toEqual([]);
    expect(await Promise.all(stores.map(async (store) => (await store.size()).entries))).toEqual([
      1, 0,
    ]);
  });
});

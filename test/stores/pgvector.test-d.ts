import type { PGlite } from "@electric-sql/pglite";
import type { Client, Pool, PoolClient } from "pg";
import { describe, expectTypeOf, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import {
  type PgvectorClient,
  type PgvectorListener,
  type PgvectorStore,
  pgvectorStore,
} from "../../src/stores/pgvector/index.ts";

describe("clients of PostgreSQL", () => {
  test("a pool, a connection and PGlite can be passed as they are", () => {
    expectTypeOf<Pool>().toExtend<PgvectorClient>();
    expectTypeOf<Client>().toExtend<PgvectorClient>();
    expectTypeOf<PoolClient>().toExtend<PgvectorClient>();
    expectTypeOf<PGlite>().toExtend<PgvectorClient>();
  });

  test("a client with a tag for templates is adapted in one line", () => {
    // postgres.js: sql.unsafe(text, values) resolves to the rows.
    const unsafe = async (_text: string, _values?: unknown[]): Promise<object[]> => [];
    const client = {
      query: async (text: string, values?: unknown[]) => ({ rows: await unsafe(text, values) }),
    };

    expectTypeOf(client).toExtend<PgvectorClient>();
  });

  test("a connection and PGlite can listen, a pool cannot", () => {
    expectTypeOf<Client>().toExtend<PgvectorListener>();
    expectTypeOf<PGlite>().toExtend<PgvectorListener>();
    expectTypeOf<Pool>().not.toExtend<PgvectorListener>();
  });

  test("the store is a store that can migrate", () => {
    expectTypeOf(pgvectorStore).returns.toEqualTypeOf<PgvectorStore>();
    expectTypeOf<PgvectorStore>().toExtend<CacheStore>();
    // @ts-expect-error a client is needed
    pgvectorStore({});
  });
});

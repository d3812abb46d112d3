import { Client, Pool } from "pg";
import { afterAll, beforeAll } from "vitest";
import {
  type PgvectorClient,
  type PgvectorStore,
  type PgvectorStoreOptions,
  pgvectorStore,
} from "../../src/stores/pgvector/index.ts";

/** Makes stores on tables of their own, in a schema that is dropped after the suite. */
export interface PgvectorTables {
  readonly schema: string;
  /** A new table, `migrate()` called. */
  create(options?: Partial<PgvectorStoreOptions>): Promise<PgvectorStore>;
  /** The name of a table that is not there yet. */
  freshName(): string;
}

/** {@link PgvectorTables} for the tests of a suite. */
export function usePgvectorTables(client: () => PgvectorClient): PgvectorTables {
  const schema = `semantic_cache_test_${crypto.randomUUID().slice(0, 8)}`;
  let tables = 0;
  const freshName = (): string => `entries_${++tables}`;
  afterAll(async () => {
    await client().query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  });
  return {
    schema,
    freshName,
    async create(options = {}) {
      const store = pgvectorStore({ client: client(), schema, table: freshName(), ...options });
      await store.migrate();
      return store;
    },
  };
}

/** A pool for the tests of a suite. Ended after them. */
export function usePool(url: string): () => Pool {
  const pool = new Pool({ connectionString: url, max: 10 });
  afterAll(() => pool.end());
  return () => pool;
}

/** A connection for the tests of a suite. Ended after them. */
export function useConnection(url: string): () => Client {
  const client = new Client({ connectionString: url });
  beforeAll(async () => {
    await client.connect();
  });
  afterAll(() => client.end());
  return () => client;
}

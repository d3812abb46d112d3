import { type PgvectorClient, pgvectorStore } from "../../stores/pgvector/index.ts";
import { importClient } from "./import-client.ts";
import { NO_BOUND, type OpenedStore } from "./opened-store.ts";
import type { StoreUrl } from "./store-url.ts";

interface Library {
  readonly Pool: new (
    options: object,
  ) => PgvectorClient & {
    on(event: "error", listener: (error: unknown) => void): unknown;
    end(): Promise<void>;
  };
}

/** `postgres://`, through `pg`. What it does not know itself of the query is left to `pg`, such as `sslmode`. */
export async function openPostgres(address: StoreUrl): Promise<OpenedStore> {
  const table = address.take("table") ?? "semantic_cache";
  const schema = address.take("schema") ?? "public";
  const maxEntries = address.takeNumber("maxEntries") ?? NO_BOUND;
  const dimensions = address.take("dimensions")?.split(",").map(Number);
  const { module } = await importClient<Library>("pg");
  const pool = new module.Pool({
    connectionString: address.url.href,
    max: 4,
    connectionTimeoutMillis: 5_000,
    application_name: "ai-sdk-semantic-cache",
  });
  pool.on("error", () => {}); // a connection that breaks while it is idle: the next call opens another
  const query = async (sql: string, values: unknown[] = []) =>
    (await pool.query(sql, values)).rows as readonly Record<string, unknown>[];
  try {
    const store = pgvectorStore({ client: pool, table, schema, dimensions, maxEntries });
    await query("SELECT 1");
    return {
      store,
      address: address.address,
      scrub: address.scrub,
      server: { kind: "postgres", table, schema, query },
      close: () => pool.end(),
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

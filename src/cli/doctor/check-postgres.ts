import type { StoreServer } from "../stores/opened-store.ts";
import { type Finding, findings } from "./finding.ts";

type Postgres = Extract<StoreServer, { kind: "postgres" }>;

/** Above so many entries in one scope an index pays. */
const EXACT_UP_TO = 5_000;

/** What a PostgreSQL is, whether it has the extension, and what of the tables is there. */
export async function checkPostgres(server: Postgres): Promise<Finding[]> {
  return [...(await extension(server)), ...(await tables(server))];
}

async function extension({ query }: Postgres): Promise<Finding[]> {
  const { ok } = findings("server");
  const { error } = findings("extension");
  const [row = {}] = await query(
    `SELECT current_setting('server_version') AS server,
      (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS installed,
      (SELECT default_version FROM pg_available_extensions WHERE name = 'vector') AS available`,
  );
  const name = `PostgreSQL ${row.server}`;
  if (row.installed) return [ok(`${name} with pgvector ${row.installed}`)];
  const missing = row.available
    ? error("vector is not created", "Call migrate() of the store when you deploy: it creates it.")
    : error("pgvector is not there", "Install it on the server, or take a server that has it.");
  return [ok(name), missing];
}

async function tables({ query, schema, table }: Postgres): Promise<Finding[]> {
  const { ok, error } = findings("migrations");
  const name = `${schema}.${table}`;
  const [row = {}] = await query(
    "SELECT to_regclass($1) IS NOT NULL AS is_there, obj_description(to_regclass($1), 'pg_class') AS mark",
    [`"${schema}"."${table}"`],
  );
  if (!row.is_there) {
    return [error(`there is no table ${name}`, "Call migrate() of the store when you deploy.")];
  }
  if (!String(row.mark ?? "").startsWith("ai-sdk-semantic-cache schema")) {
    const advice = "Choose another name, with ?table= here and the option table of the store.";
    return [error(`the table ${name} is of something else`, advice)];
  }
  return [ok(`the tables of ${name} are there`), await indexes({ query, schema, table })];
}

/** The index is made by `migrate()` for the lengths it is told. */
async function indexes({
  query,
  schema,
  table,
}: Pick<Postgres, "query" | "schema" | "table">): Promise<Finding> {
  const { ok, warning } = findings("vector index");
  const indexed = await query(
    "SELECT indexname AS name FROM pg_indexes WHERE schemaname = $1 AND tablename = $2 AND indexdef LIKE '%USING hnsw%'",
    [schema, table],
  );
  if (indexed.length > 0) return ok(indexed.map(({ name }) => name).join(", "));
  const [largest = {}] = await query(
    `SELECT count(*)::integer AS entries, max(dimensions) AS dimensions FROM "${schema}"."${table}"
      WHERE embedding IS NOT NULL GROUP BY scope ORDER BY 1 DESC LIMIT 1`,
  );
  const entries = Number(largest.entries ?? 0);
  if (entries <= EXACT_UP_TO)
    return ok("none, and none is needed: every vector of a scope is compared");
  return warning(
    `none, and one scope holds ${entries} vectors, which are compared one by one`,
    `Call migrate() of a store with dimensions: ${largest.dimensions}.`,
  );
}

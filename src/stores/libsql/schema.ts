import { SemanticCacheError } from "../../errors.ts";
import { type LibsqlStatement, storeError } from "./client.ts";
import type { Database } from "./database.ts";

/** Version of the tables. A later one is not touched. */
const SCHEMA_VERSION = 1;

/** The names of the tables of a store. */
export interface Tables {
  readonly entries: string;
  readonly labels: string;
  readonly aliases: string;
  readonly leases: string;
  readonly numbers: string;
  /** The index that search reads: an entry's scope, space, end and sketch, side by side. */
  readonly searchIndex: string;
}

/** The tables of a store, from its own name. */
export function tablesOf(name: string): Tables {
  return {
    entries: `${name}_entries`,
    labels: `${name}_labels`,
    aliases: `${name}_aliases`,
    leases: `${name}_leases`,
    numbers: `${name}_numbers`,
    searchIndex: `${name}_entries_search`,
  };
}

/**
 * Makes the tables where they are not there yet; as often as you like, and by several processes at once.
 *
 * @throws SemanticCacheError `store` when a later version made them, or the database refuses.
 */
export async function migrate(database: Database, tables: Tables): Promise<void> {
  try {
    await prepare(database, tables);
  } catch (cause) {
    if (SemanticCacheError.isInstance(cause)) throw cause;
    throw storeError(`cannot make or read its tables (${tables.entries}, …)`, cause);
  }
}

async function prepare(database: Database, tables: Tables): Promise<void> {
  await database.waitForLocks(); // another process may be making the same tables
  const found = await versionOf(database, tables);
  if (found > SCHEMA_VERSION) {
    const advice = "use that version, or another table name";
    const what = `${tables.numbers} says version ${found}, this is version ${SCHEMA_VERSION}`;
    throw storeError("a later version of this package made the tables", `${what}; ${advice}`);
  }
  if (found === SCHEMA_VERSION) return;
  // Readers and a writer do not wait for each other; stays with the file, so it is said once.
  if (database.isFile) await database.read(statement("PRAGMA journal_mode = WAL"));
  await database.write(createTables(tables).map(statement));
}

async function versionOf({ read }: Database, { numbers }: Tables): Promise<number> {
  const sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?";
  const known = await read({ sql, args: [numbers] });
  if (known.length === 0) return 0;
  const [row] = await read(statement(`SELECT value FROM ${numbers} WHERE name = 'version'`));
  return Number(row?.value ?? 0);
}

function statement(sql: string): LibsqlStatement {
  return { sql, args: [] };
}

function createTables({
  entries,
  labels,
  aliases,
  leases,
  numbers,
  searchIndex,
}: Tables): string[] {
  return [
    `CREATE TABLE IF NOT EXISTS ${numbers} (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE IF NOT EXISTS ${entries} (
      id INTEGER PRIMARY KEY, format INTEGER NOT NULL, scope TEXT NOT NULL, key TEXT NOT NULL,
      normal_key TEXT, namespace TEXT NOT NULL, model TEXT NOT NULL, space TEXT,
      tags TEXT NOT NULL, sources TEXT NOT NULL,
      created_at INTEGER NOT NULL, stale_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
      used_at INTEGER NOT NULL, checksum TEXT NOT NULL, sketch BLOB, vector BLOB, payload BLOB NOT NULL)`,
    `CREATE UNIQUE INDEX IF NOT EXISTS ${entries}_address ON ${entries} (scope, key)`,
    `CREATE INDEX IF NOT EXISTS ${entries}_normal_key ON ${entries} (scope, normal_key) WHERE normal_key IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS ${searchIndex} ON ${entries} (scope, space, expires_at, sketch) WHERE sketch IS NOT NULL`,
    ...["namespace", "model", "created_at", "expires_at", "used_at"].map(
      (column) => `CREATE INDEX IF NOT EXISTS ${entries}_${column} ON ${entries} (${column})`,
    ),
    `CREATE TABLE IF NOT EXISTS ${labels} (kind TEXT NOT NULL, value TEXT NOT NULL, entry INTEGER NOT NULL,
      PRIMARY KEY (kind, value, entry)) WITHOUT ROWID`,
    `CREATE INDEX IF NOT EXISTS ${labels}_entry ON ${labels} (entry)`,
    `CREATE TABLE IF NOT EXISTS ${aliases} (
      id INTEGER PRIMARY KEY, alias TEXT NOT NULL UNIQUE, target TEXT NOT NULL,
      namespace TEXT NOT NULL, expires_at INTEGER NOT NULL)`,
    `CREATE INDEX IF NOT EXISTS ${aliases}_namespace ON ${aliases} (namespace)`,
    `CREATE INDEX IF NOT EXISTS ${aliases}_expires_at ON ${aliases} (expires_at)`,
    `CREATE TABLE IF NOT EXISTS ${leases} (
      name TEXT PRIMARY KEY, token TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID`,
    `CREATE INDEX IF NOT EXISTS ${leases}_expires_at ON ${leases} (expires_at)`,
    ...[entries, aliases].flatMap((table) => countRows(table, numbers)),
    `CREATE TRIGGER IF NOT EXISTS ${entries}_unlabel AFTER DELETE ON ${entries}
      BEGIN DELETE FROM ${labels} WHERE entry = old.id; END`,
    `INSERT OR IGNORE INTO ${numbers} VALUES ('version', ${SCHEMA_VERSION})`,
  ];
}

/** Keeps the number of rows in a row of its own: counting them would read them all, at every write. */
function countRows(table: string, numbers: string): string[] {
  const change = (by: string): string =>
    `BEGIN UPDATE ${numbers} SET value = value ${by} WHERE name = '${table}'; END`;
  return [
    `INSERT OR IGNORE INTO ${numbers} SELECT '${table}', count(*) FROM ${table}`,
    `CREATE TRIGGER IF NOT EXISTS ${table}_come AFTER INSERT ON ${table} ${change("+ 1")}`,
    `CREATE TRIGGER IF NOT EXISTS ${table}_go AFTER DELETE ON ${table} ${change("- 1")}`,
  ];
}

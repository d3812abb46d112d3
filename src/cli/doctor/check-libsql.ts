import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import type { StoreServer } from "../stores/opened-store.ts";
import { type Finding, findings } from "./finding.ts";

type Libsql = Extract<StoreServer, { kind: "libsql" }>;

/** Whether a database has the tables, and whether its file can be written. */
export async function checkLibsql(server: Libsql): Promise<Finding[]> {
  const { ok } = findings("server");
  const [row = {}] = await server.query("SELECT sqlite_version() AS version");
  const found = [ok(`SQLite ${row.version} (libSQL)`)];
  if (server.file !== undefined) found.push(writable(server.file), await journal(server));
  return (await hasTables(server)) ? found : [...found, noTables(server)];
}

function writable(file: string): Finding {
  const { ok, error } = findings("file");
  try {
    for (const path of [file, dirname(file)]) accessSync(path, constants.R_OK | constants.W_OK);
    return ok(`${file} and its folder can be written`);
  } catch {
    const advice =
      "Give the user of your application read and write access to both: SQLite writes beside the file.";
    return error(`${file}, or its folder, cannot be written by this user`, advice);
  }
}

async function journal({ query }: Libsql): Promise<Finding> {
  const { ok, warning } = findings("journal");
  const [row = {}] = await query("PRAGMA journal_mode");
  const mode = String(row.journal_mode);
  return mode === "wal"
    ? ok("WAL: readers and a writer do not wait for each other")
    : warning(
        `${mode}: readers and writers wait for each other`,
        "PRAGMA journal_mode = WAL, once; it stays with the file. Not on network drives.",
      );
}

function noTables({ table }: Libsql): Finding {
  const { warning } = findings("tables");
  const advice =
    "Your application makes them when it first stores an answer. Is this the right database?";
  return warning(`there are no tables ${table}_… yet`, advice);
}

/** A store that is tried would make them: who only looks leaves nothing behind. */
async function hasTables({ query, table }: Libsql): Promise<boolean> {
  const rows = await query(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name = '${table}_entries'`,
  );
  return rows.length > 0;
}

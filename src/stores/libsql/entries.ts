import type { EntryAddress, EntryFilter, Hex, StoreChange, StoredEntry } from "../../store.ts";
import { whileLive } from "../../store-kit/sql-listing.ts";
import type { LibsqlRow, LibsqlStatement } from "./client.ts";
import type { Database } from "./database.ts";
import { conditionOf } from "./filter.ts";
import { ENTRY_COLUMNS, readRow } from "./row.ts";
import type { Tables } from "./schema.ts";

/** How many entries are read at a time when all are listed. */
const PAGE = 50;

/** Calls those who listen for changes. */
export type Tell = (changes: readonly StoreChange[]) => void;

/** A statement that reads the entries of some keys of a scope, by either key. */
export function selectByKeys(
  { entries }: Tables,
  scope: Hex,
  keys: readonly Hex[],
): LibsqlStatement {
  const wanted = JSON.stringify(keys);
  const find = (column: string): string =>
    `SELECT id FROM ${entries} WHERE scope = ? AND ${column} IN (SELECT value FROM json_each(?))`;
  return {
    sql: `SELECT ${ENTRY_COLUMNS} FROM ${entries} AS entry
      WHERE id IN (${find("key")} UNION ALL ${find("normal_key")})
      AND expires_at > ? ORDER BY created_at DESC`,
    args: [scope, wanted, scope, wanted, Date.now()],
  };
}

/** Reads rows; those that are no entry are told of, and removed when they are damaged. */
export async function soundEntries(
  database: Database,
  tables: Tables,
  rows: readonly LibsqlRow[],
  tell: Tell,
  asked: Partial<EntryAddress> = {},
): Promise<StoredEntry[]> {
  const sound: StoredEntry[] = [];
  for (const row of rows) {
    const entry = readRow(row, asked);
    if (typeof entry === "object") sound.push(entry);
    else tell([{ type: entry, scope: String(row.scope), key: String(row.key) }]);
    if (entry === "corrupt") await removeDamaged(database, tables, row);
  }
  return sound;
}

/** Lists the entries of a filter, page by page, while others may write and remove. */
export async function* listEntries(
  database: Database,
  tables: Tables,
  filter: EntryFilter,
  tell: Tell,
): AsyncGenerator<StoredEntry> {
  const { sql, args } = conditionOf(filter, tables);
  let after = 0;
  while (true) {
    const rows = await database.read({
      sql: `SELECT ${ENTRY_COLUMNS} FROM ${tables.entries} AS entry
        WHERE id > ? AND expires_at > ? AND ${sql} ORDER BY id LIMIT ${PAGE}`,
      args: [after, Date.now(), ...args],
    });
    yield* whileLive(await soundEntries(database, tables, rows, tell));
    if (rows.length < PAGE) return;
    after = Number(rows.at(-1)?.id);
  }
}

/** How many live entries a filter names. */
export async function countEntries(
  { read }: Database,
  tables: Tables,
  filter: EntryFilter,
): Promise<number> {
  const { sql, args } = conditionOf(filter, tables);
  const count = `SELECT count(*) AS entries FROM ${tables.entries} WHERE expires_at > ? AND ${sql}`;
  const [row] = await read({ sql: count, args: [Date.now(), ...args] });
  return Number(row?.entries);
}

/** The one that was read, not one that was written over it meanwhile. */
async function removeDamaged(
  { write }: Database,
  { entries }: Tables,
  { id, checksum }: LibsqlRow,
): Promise<void> {
  const sql = `DELETE FROM ${entries} WHERE id = ? AND checksum IS ?`;
  const args = [Number(id), typeof checksum === "string" ? checksum : null];
  await write([{ sql, args }]).catch(() => undefined); // a file that takes no writes: it is read again
}

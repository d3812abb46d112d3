import type { Alias, EntryAddress, EntryFilter, StoreChange, StoredEntry } from "../../store.ts";
import { aliasesOf } from "../../store-kit/entry-filter.ts";
import type { LibsqlResult, LibsqlStatement } from "./client.ts";
import { type Database, letOthersRun } from "./database.ts";
import { conditionOf } from "./filter.ts";
import { upsert, usedNow } from "./row.ts";
import type { Tables } from "./schema.ts";

/** Most rows that a write removes besides: more are left to the writes after it. */
const TIDY = 100;
/** Rows that go in one transaction of a deletion, so that other writers get their turn. */
const STEP = 100;

/** Writes an entry; returns what had to leave, because its time had come or there were too many. */
export async function writeEntry(
  { write }: Database,
  tables: Tables,
  entry: StoredEntry,
  maxEntries: number,
): Promise<StoreChange[]> {
  const results = await write([
    upsert(tables, entry),
    ...relabel(tables, entry),
    dropExpired(tables.entries, "RETURNING 'expire' AS type, scope, key"),
    dropSurplus(
      tables,
      tables.entries,
      maxEntries,
      "used_at",
      "RETURNING 'evict' AS type, scope, key",
    ),
  ]);
  return results.slice(-2).flatMap(({ rows }) => rows.map(changeOf));
}

/** Writes an alias, and lets those go whose time has come or that are too many. */
export async function writeAlias(
  { write }: Database,
  tables: Tables,
  alias: Alias,
  most: number,
): Promise<void> {
  const { aliases } = tables;
  const sql = `INSERT INTO ${aliases} (alias, target, namespace, expires_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (alias) DO UPDATE SET target = excluded.target, namespace = excluded.namespace, expires_at = excluded.expires_at`;
  await write([
    { sql, args: [alias.alias, alias.target, alias.namespace, alias.expiresAt] },
    dropExpired(aliases),
    dropSurplus(tables, aliases, most, "expires_at"),
  ]);
}

/** Marks an entry as the one used last, unless it is already: being asked for again writes nothing. */
export async function markUsed(
  { write }: Database,
  { entries }: Tables,
  { scope, key }: EntryAddress,
): Promise<void> {
  const sql = `UPDATE ${entries} SET used_at = ${usedNow(entries)}
    WHERE scope = ? AND key = ? AND used_at < (SELECT max(used_at) FROM ${entries})`;
  await write([{ sql, args: [Date.now(), scope, key] }]);
}

/** Removes what a filter names, expired or not; says how many of them were still live. */
export async function removeEntries(
  { write }: Database,
  tables: Tables,
  filter: EntryFilter,
): Promise<number> {
  const now = Date.now();
  const { sql, args } = conditionOf(filter, tables);
  const step = {
    sql: `DELETE FROM ${tables.entries} WHERE id IN
      (SELECT id FROM ${tables.entries} WHERE ${sql} LIMIT ${STEP}) RETURNING expires_at`,
    args,
  };
  let live = 0;
  while (true) {
    const [removed] = await write([step]);
    const rows = removed?.rows ?? [];
    live += rows.filter(({ expires_at }) => Number(expires_at) > now).length;
    if (rows.length < STEP) break;
    await letOthersRun();
  }
  await removeAliases(write, tables, filter);
  return live;
}

async function removeAliases(
  write: Database["write"],
  { aliases }: Tables,
  filter: EntryFilter,
): Promise<void> {
  const gone = aliasesOf(filter);
  if (gone === "none") return;
  const sql = `DELETE FROM ${aliases}`;
  await write([
    gone === "all"
      ? { sql, args: [] }
      : { sql: `${sql} WHERE namespace = ?`, args: [gone.namespace] },
  ]);
}

/** Tags and sources once more, in a table of their own, to delete by. */
function relabel({ entries, labels }: Tables, entry: StoredEntry): LibsqlStatement[] {
  const { scope, key, tags, sources } = entry;
  const id = `(SELECT id FROM ${entries} WHERE scope = ? AND key = ?)`;
  const add = (kind: "tag" | "source", list: readonly string[]): LibsqlStatement[] => {
    const sql = `INSERT OR IGNORE INTO ${labels} (kind, value, entry) SELECT '${kind}', value, ${id} FROM json_each(?)`;
    return list.length === 0 ? [] : [{ sql, args: [scope, key, JSON.stringify(list)] }];
  };
  return [
    { sql: `DELETE FROM ${labels} WHERE entry = ${id}`, args: [scope, key] },
    ...add("tag", tags),
    ...add("source", sources),
  ];
}

function dropExpired(table: string, returning = ""): LibsqlStatement {
  const due = `SELECT id FROM ${table} WHERE expires_at <= ? ORDER BY expires_at LIMIT ${TIDY}`;
  return { sql: `DELETE FROM ${table} WHERE id IN (${due}) ${returning}`, args: [Date.now()] };
}

/** Those that come first in `order` go, as many as there are too many. */
function dropSurplus(
  { numbers }: Tables,
  table: string,
  most: number,
  order: "used_at" | "expires_at",
  returning = "",
): LibsqlStatement {
  const surplus = `SELECT min(${TIDY}, max(0, value - ?)) FROM ${numbers} WHERE name = '${table}'`;
  const first = `SELECT id FROM ${table} ORDER BY ${order} LIMIT (${surplus})`;
  return { sql: `DELETE FROM ${table} WHERE id IN (${first}) ${returning}`, args: [most] };
}

function changeOf({ type, scope, key }: LibsqlResult["rows"][number]): StoreChange {
  return { type: type === "evict" ? "evict" : "expire", scope: String(scope), key: String(key) };
}

import type { EntryAddress, StoredEntry } from "../../store.ts";
import { checkedEntry } from "../../store-kit/checked-entry.ts";
import { entryChecksum } from "../../store-kit/sql-checksum.ts";
import { payloadFromBytes, payloadToBytes } from "../../store-kit/sql-payload.ts";
import { fromBytes, toBytes } from "../../store-kit/vector-bytes.ts";
import type { LibsqlRow, LibsqlStatement, LibsqlValue } from "./client.ts";
import type { Tables } from "./schema.ts";
import { turned } from "./sketch.ts";

/** Version of what the columns mean. Rows of another are left alone. */
export const FORMAT = 1;

const COLUMNS = [
  ...["format", "scope", "key", "normal_key", "namespace", "model", "space", "tags", "sources"],
  ...["created_at", "stale_at", "expires_at", "checksum", "vector", "payload"],
];

/** The columns of an entry, to select; `id` with them. */
export const ENTRY_COLUMNS: string = ["id", ...COLUMNS].map((name) => `entry.${name}`).join(", ");

/** Why a row is no entry that can be used. `"unknown-format"` is another version's: leave it alone. */
export type RowProblem = "corrupt" | "unknown-format";

/** Writes an entry, in place of the one at its address, as the one that was used last. */
export function upsert({ entries }: Tables, entry: StoredEntry): LibsqlStatement {
  const { vector } = entry;
  const names = [...COLUMNS, "sketch", "used_at"];
  const marks = COLUMNS.map(() => "?");
  const values = [...marks, vector ? "vector1bit(?)" : "?", usedNow(entries)];
  const updates = names.map((name) => `${name} = excluded.${name}`);
  return {
    sql: `INSERT INTO ${entries} (${names.join(", ")}) VALUES (${values.join(", ")})
      ON CONFLICT (scope, key) DO UPDATE SET ${updates.join(", ")}`,
    args: [...toValues(entry), vector ? toBytes(turned(vector)) : null, Date.now()],
  };
}

/** The time now, or later: each use has a moment of its own, so that their order is known. */
export function usedNow(entries: string): string {
  return `max(?, (SELECT coalesce(max(used_at), 0) + 1 FROM ${entries}))`;
}

function toValues(entry: StoredEntry): LibsqlValue[] {
  const { scope, key, normalKey, namespace, model, space, tags, sources } = entry;
  const { createdAt, staleAt, expiresAt, vector, payload } = entry;
  return [
    ...[FORMAT, scope, key, normalKey ?? null, namespace, model, space ?? null],
    ...[JSON.stringify(tags), JSON.stringify(sources), createdAt, staleAt, expiresAt],
    ...[entryChecksum(entry), vector ? toBytes(vector) : null, payloadToBytes(payload)],
  ];
}

/** Reads a row without trusting it: its format, its checksum, every field, the scope that was asked for. */
export function readRow(row: LibsqlRow, asked: Partial<EntryAddress>): StoredEntry | RowProblem {
  if (Number(row.format) !== FORMAT) return "unknown-format";
  const vector = row.vector === null ? undefined : fromBytes(bytesOf(row.vector));
  if (row.vector !== null && !vector) return "corrupt";
  const { scope, key, namespace, model } = row;
  const fields = {
    ...{ scope, key, namespace, model },
    ...{ normalKey: row.normal_key ?? undefined, space: row.space ?? undefined },
    ...{ tags: parse(row.tags), sources: parse(row.sources) },
    // A client may be told to return whole numbers as bigint or as text.
    createdAt: Number(row.created_at),
    staleAt: Number(row.stale_at),
    expiresAt: Number(row.expires_at),
  };
  const entry = checkedEntry(fields, vector, payloadFromBytes(bytesOf(row.payload)), asked);
  return entry && entryChecksum(entry) === row.checksum ? entry : "corrupt";
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array();
}

function parse(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
}

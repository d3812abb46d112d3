import type { EntryAddress } from "../../store.ts";
import type { Tables } from "./tables.ts";

/** Most rows that one write removes from a table besides its own work. */
const BATCH = 100;
const EVICTION_BATCH = 1_000;

const SERVER_TIME = "extract(epoch FROM clock_timestamp()) * 1000";

/**
 * Removes what has expired, a bounded number of rows, of any format. Rows that another process is
 * working on are skipped, so that two never wait for each other. `$1` is the present moment.
 */
export function toPrune({ entries, aliases, leases }: Tables): string {
  return `WITH old_aliases AS (${removal(aliases, "expires_at <= $1")}),
    old_leases AS (${removal(leases, `expires_at <= ${SERVER_TIME}`)})
    ${removal(entries, "expires_at <= $1")} RETURNING scope, key`;
}

function removal(table: string, condition: string): string {
  return `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table}
    WHERE ${condition} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`;
}

/** Removes the least recently used entries above a bound (`$1`), a bounded number of them. */
export function toEviction({ entries }: Tables): string {
  return `DELETE FROM ${entries} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${entries} ORDER BY accessed_at
    LIMIT least(greatest((SELECT count(*) FROM ${entries}) - $1::bigint, 0), ${EVICTION_BATCH})
    FOR UPDATE SKIP LOCKED)) RETURNING scope, key`;
}

/**
 * Whether this write looks if there are too many entries. To count is slow where there are many, so one
 * of a hundredth of the bound does, one of 1,000 at least, by chance: processes that live for one
 * request must have their turn too.
 */
export function isEvictionDue(maxEntries: number): boolean {
  return Math.random() * Math.min(Math.ceil(maxEntries / 100), EVICTION_BATCH) < 1;
}

/** Takes a lease (`$1`) for a holder (`$2`) and so many milliseconds (`$3`) by the server's clock. */
export function toLease({ leases }: Tables): string {
  return `INSERT INTO ${leases} AS lease (name, holder, expires_at)
    VALUES ($1, $2, ${SERVER_TIME} + $3::double precision)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
    WHERE lease.expires_at <= ${SERVER_TIME} RETURNING name`;
}

/** The addresses that a statement returned. */
export function toAddresses(rows: readonly unknown[]): EntryAddress[] {
  return rows.map((row) => {
    const { scope, key } = row as { readonly scope: unknown; readonly key: unknown };
    return { scope: String(scope), key: String(key) };
  });
}

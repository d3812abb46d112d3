import type { Hex } from "../../store.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./schema.ts";

/** Holds a lease of a name, unless somebody else holds it; its token is what gives it back. */
export async function takeLease(
  { write }: Database,
  { leases }: Tables,
  name: Hex,
  milliseconds: number,
): Promise<{ release(): Promise<void> } | undefined> {
  const token = crypto.randomUUID();
  const now = Date.now();
  const take = `INSERT INTO ${leases} (name, token, expires_at) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at
    WHERE ${leases}.expires_at <= ? RETURNING token`;
  const [taken] = await write([
    { sql: take, args: [name, token, now + milliseconds, now] },
    { sql: `DELETE FROM ${leases} WHERE expires_at <= ?`, args: [now] },
  ]);
  if (taken?.rows.length !== 1) return undefined;
  const giveBack = {
    sql: `DELETE FROM ${leases} WHERE name = ? AND token = ?`,
    args: [name, token],
  };
  return { release: async () => void (await write([giveBack])) };
}

import type { Alias, EntryAddress, EntryFilter, StoredEntry } from "../../store.ts";
import { aliasesOf } from "../../store-kit/entry-filter.ts";
import { toCondition } from "./filter.ts";
import { toNews } from "./news.ts";
import { toValues, UPSERT } from "./rows.ts";
import type { Run } from "./run.ts";
import type { Tables } from "./tables.ts";

/** The statements that change something. News of it is sent in the same statement, so none is lost. */
export interface Writes {
  set(entry: StoredEntry): Promise<void>;
  delete(filter: EntryFilter): Promise<number>;
  /** Removes a row as it was read, not one that was written over it meanwhile. */
  removeDamaged(row: DamagedRow): Promise<void>;
  setAlias(alias: Alias): Promise<void>;
  /** Tells other processes what {@link toNews} made. */
  notify(news: string): Promise<void>;
}

/** What tells a damaged row from its successor. */
export interface DamagedRow extends EntryAddress {
  readonly checksum: string;
}

/** The writing half of a store. `self` names it as the sender of news. */
export function createWrites(run: Run, tables: Tables, self: string): Writes {
  const { entries, aliases, channel } = tables;
  const notify = (news: string): string =>
    `SELECT count(pg_notify('${channel}', news)) FROM unnest(string_to_array(${news}, ',')) AS news`;

  async function deleteMatching(filter: EntryFilter): Promise<number> {
    const { where, values } = toCondition(filter);
    const { entries: named } = filter;
    const now = `$${values.push(Date.now())}`;
    const news = `$${values.push(toNews(self, named))}`;
    const goneAliases = toAliasCondition(filter, values);
    // Only those that could still be read are counted; those that had expired go with them.
    const [row] = await run(
      `WITH gone AS (DELETE FROM ${entries} WHERE ${where} RETURNING expires_at),
        gone_aliases AS (DELETE FROM ${aliases} WHERE ${goneAliases})
        SELECT count(*) FILTER (WHERE expires_at > ${now}) AS entries, (${notify(news)}) FROM gone`,
      values,
    );
    return toCount(row);
  }

  return {
    async set(entry) {
      const { scope, key } = entry;
      const values = [...toValues(entry), toNews(self, [{ scope, key }])];
      await run(
        `WITH written AS (INSERT INTO ${entries} ${UPSERT} RETURNING xmax::text <> '0' AS replaced)
          SELECT pg_notify('${channel}', $${values.length}) FROM written WHERE replaced`,
        values,
      );
    },

    delete: deleteMatching,

    async removeDamaged({ scope, key, checksum }) {
      await run(
        `WITH gone AS (DELETE FROM ${entries} WHERE scope = $1 AND key = $2 AND checksum = $3 RETURNING 1)
          SELECT pg_notify('${channel}', $4) FROM gone`,
        [scope, key, checksum, toNews(self, [{ scope, key }])],
      );
    },

    async setAlias({ alias, target, namespace, expiresAt }) {
      await run(
        `INSERT INTO ${aliases} (alias, target, namespace, expires_at) VALUES ($1, $2, $3, $4)
          ON CONFLICT (alias) DO UPDATE SET target = excluded.target, namespace = excluded.namespace,
          expires_at = excluded.expires_at`,
        [alias, target, namespace, expiresAt],
      );
    },

    async notify(news) {
      await run(notify("$1"), [news]);
    },
  };
}

function toAliasCondition(filter: EntryFilter, values: unknown[]): string {
  const gone = aliasesOf(filter);
  if (gone === "all") return "true";
  return gone === "none" ? "false" : `namespace = $${values.push(gone.namespace)}`;
}

/** The column `entries` of a row as a number. Clients return 64-bit integers as text or otherwise. */
export function toCount(row: unknown): number {
  return Number((row as { readonly entries?: unknown } | undefined)?.entries ?? 0);
}

import { isRecord } from "../../is-record.ts";
import type {
  EntryAddress,
  EntryFilter,
  Hex,
  Match,
  SearchQuery,
  StoreChange,
  StoredEntry,
  StoreSize,
} from "../../store.ts";
import { isHex } from "../../store-kit/checked-entry.ts";
import { whileLive } from "../../store-kit/sql-listing.ts";
import { toCondition } from "./filter.ts";
import { COLUMNS, decodeRow, FORMAT } from "./rows.ts";
import type { Run } from "./run.ts";
import { toMatches, toSearch } from "./search.ts";
import type { Tables } from "./tables.ts";
import { toAddresses } from "./upkeep.ts";
import { type DamagedRow, toCount } from "./writes.ts";

/** The statements that read entries and aliases. */
export interface Reads {
  get(query: {
    readonly scope: Hex;
    readonly keys: readonly Hex[];
  }): Promise<StoredEntry | undefined>;
  search(query: SearchQuery): Promise<readonly Match[]>;
  count(filter: EntryFilter): Promise<number>;
  size(namespace: Hex | undefined): Promise<StoreSize>;
  entries(filter: EntryFilter): AsyncIterable<StoredEntry>;
  getAlias(alias: Hex): Promise<Hex | undefined>;
}

/** Few, as each may be large. */
const ROWS_PER_PAGE = 50;
/** What a row takes besides its payload and its vector, with its share of the indexes: about. */
const ROW_BYTES = 1_000;

/** The reading half of a store: nothing damaged leaves it, nothing of another format, nothing expired. */
export function createReads(
  run: Run,
  tables: Tables,
  tell: (change: StoreChange) => void,
  removeDamaged: (row: DamagedRow) => Promise<void>,
): Reads {
  const { entries: table, aliases } = tables;

  async function receive(
    rows: readonly unknown[],
    asked: Partial<EntryAddress> = {},
  ): Promise<StoredEntry[]> {
    const sound: StoredEntry[] = [];
    for (const row of rows) {
      const entry = decodeRow(row, asked);
      if (typeof entry === "object") {
        sound.push(entry);
        continue;
      }
      const [address] = toAddresses([row]) as [EntryAddress];
      tell({ type: entry, ...address });
      // Where it cannot be removed (a replica, a role that only reads) it is read again.
      if (entry === "corrupt") await removeDamaged(row as DamagedRow).catch(() => undefined);
    }
    return sound;
  }

  async function* pages(filter: EntryFilter): AsyncGenerator<StoredEntry> {
    let last: EntryAddress = { scope: "", key: "" };
    for (;;) {
      const { where, values } = toCondition(filter);
      const after = `(scope, key) > ($${values.push(last.scope)}, $${values.push(last.key)})`;
      const rows = await run(
        `SELECT ${COLUMNS} FROM ${table} WHERE ${where} AND ${after}
          AND expires_at > $${values.push(Date.now())} ORDER BY scope, key LIMIT ${ROWS_PER_PAGE}`,
        values,
      );
      yield* whileLive(await receive(rows));
      if (rows.length < ROWS_PER_PAGE) return;
      last = toAddresses(rows).at(-1) ?? last;
    }
  }

  return {
    async get({ scope, keys }) {
      if (keys.length === 0) return undefined;
      const rows = await run(
        `SELECT ${COLUMNS} FROM unnest(string_to_array($2, ',')) WITH ORDINALITY AS asked (hash, place)
          CROSS JOIN LATERAL (SELECT * FROM ${table} WHERE scope = $1 AND expires_at > $3
          AND (key = asked.hash OR normal_key = asked.hash)
          ORDER BY format = ${FORMAT} DESC, key = asked.hash DESC, created_at DESC LIMIT 1) AS entry
          ORDER BY format = ${FORMAT} DESC, place LIMIT 1`,
        [scope, keys.join(","), Date.now()],
      );
      return (await receive(rows, { scope }))[0];
    },

    async search(query) {
      const rows = await run(...toSearch(tables, query));
      return toMatches(await receive(rows, { scope: query.scope }), query);
    },

    async count(filter) {
      const { where, values } = toCondition(filter);
      const live = `expires_at > $${values.push(Date.now())}`;
      const text = `SELECT count(*) AS entries FROM ${table} WHERE ${where} AND ${live}`;
      return toCount((await run(text, values))[0]);
    },

    async size(namespace) {
      const { where, values } = toCondition({ namespace });
      const [row] = await run(
        `SELECT count(*) AS entries,
          sum(octet_length(payload) + 4 * coalesce(dimensions, 0) + ${ROW_BYTES}) AS bytes
          FROM ${table} WHERE ${where} AND expires_at > $${values.push(Date.now())}`,
        values,
      );
      return { entries: toCount(row), bytes: Number((isRecord(row) && row.bytes) || 0) };
    },

    entries: pages,

    async getAlias(alias) {
      const text = `SELECT target FROM ${aliases} WHERE alias = $1 AND expires_at > $2`;
      const [row] = await run(text, [alias, Date.now()]);
      return isRecord(row) && isHex(row.target) ? row.target : undefined;
    },
  };
}

import { type Duration, toMilliseconds } from "../../duration.ts";
import { SemanticCacheError } from "../../errors.ts";
import { dot } from "../../similarity.ts";
import type { CacheStore, StoreChange, StoredEntry } from "../../store.ts";
import { isHex } from "../../store-kit/checked-entry.ts";
import { checkBound, checkIdentifier } from "../../store-kit/names.ts";
import type { LibsqlClient } from "./client.ts";
import { type Connection, createConnection } from "./connection.ts";
import { countEntries, listEntries, selectByKeys, soundEntries, type Tell } from "./entries.ts";
import { takeLease } from "./lease.ts";
import { type Tables, tablesOf } from "./schema.ts";
import { searchRows } from "./search.ts";
import { markUsed, removeEntries, writeAlias, writeEntry } from "./writes.ts";

export type {
  LibsqlClient,
  LibsqlResult,
  LibsqlRow,
  LibsqlStatement,
  LibsqlValue,
} from "./client.ts";

/** Options of {@link libsqlStore}. */
export interface LibsqlStoreOptions {
  /** A client of `@libsql/client` that is open; the store never closes it. @default one of its own, for `url` */
  readonly client?: LibsqlClient | undefined;
  /**
   * Where the database is, when the store opens it itself: a file (`file:path`), or one of Turso's
   * (`libsql://…`). Needs the package `@libsql/client`.
   *
   * @default "file:semantic-cache.db"
   */
  readonly url?: string | undefined;
  /** Token for `url`, where it needs one. @default none */
  readonly authToken?: string | undefined;
  /** What the names of the tables begin with: 1 to 48 of `a-z`, `0-9`, `_`. @default "semantic_cache" */
  readonly table?: string | undefined;
  /** Most entries that are held; twice as many aliases. @default 100000 */
  readonly maxEntries?: number | undefined;
  /** How long a write waits for another process that writes to the same file. @default "250ms" */
  readonly busyTimeout?: Duration | undefined;
}

/** A store that can make its tables before it is first used. */
export interface LibsqlStore extends CacheStore {
  /**
   * Makes the tables. The first use does so by itself; call it to see at the start what would fail then.
   *
   * @throws SemanticCacheError `store` saying what is wrong with the database or its tables.
   */
  migrate(): Promise<void>;
}

/**
 * A store in an SQLite file or a Turso database, by libSQL. Survives the process; several processes may
 * share a file. Search compares sketches inside the database, then the vectors of those that are near.
 *
 * @throws SemanticCacheError `invalid-options` when an option makes no sense.
 *
 * @example
 * const cache = semanticCache({ store: libsqlStore() }); // semantic-cache.db in the working directory
 */
export function libsqlStore(options: LibsqlStoreOptions = {}): LibsqlStore {
  const { maxEntries, tables, connect, close } = configure(options);
  const listeners = new Set<(change: StoreChange) => void>();
  const tell: Tell = (changes) => {
    for (const change of changes) for (const listener of listeners) listener(change);
  };

  return {
    specificationVersion: "v1",
    name: "libsql",
    capabilities: {
      search: "approximate",
      expiry: "milliseconds",
      consistency: "immediate",
      shared: true,
    },

    async migrate() {
      await connect();
    },

    async get({ scope, keys }) {
      if (keys.length === 0) return undefined;
      const database = await connect();
      const rows = await database.read(selectByKeys(tables, scope, keys));
      const found = await soundEntries(database, tables, rows, tell, { scope });
      return firstOf(keys, found);
    },

    async search(query) {
      const database = await connect();
      const rows = await searchRows(database, tables, query);
      const { scope, space, vector, threshold } = query;
      const found = await soundEntries(database, tables, rows, tell, { scope });
      return found
        .filter((entry) => entry.space === space)
        .map((entry) => ({ entry, similarity: entry.vector ? dot(entry.vector, vector) : -1 }))
        .filter(({ similarity }) => similarity >= threshold)
        .sort((left, right) => right.similarity - left.similarity);
    },

    async set(entry) {
      tell(await writeEntry(await connect(), tables, entry, maxEntries));
    },

    async delete(filter, { dryRun = false } = {}) {
      const database = await connect();
      if (!dryRun) return removeEntries(database, tables, filter);
      return countEntries(database, tables, filter);
    },

    async size({ namespace } = {}) {
      const database = await connect();
      return { entries: await countEntries(database, tables, { namespace }) };
    },

    async *entries(filter = {}) {
      yield* listEntries(await connect(), tables, filter, tell);
    },

    async getAlias(alias) {
      const { read } = await connect();
      const sql = `SELECT target FROM ${tables.aliases} WHERE alias = ? AND expires_at > ?`;
      const [row] = await read({ sql, args: [alias, Date.now()] });
      return isHex(row?.target) ? row.target : undefined;
    },

    async setAlias(alias) {
      await writeAlias(await connect(), tables, alias, 2 * maxEntries);
    },

    async touch(address) {
      await markUsed(await connect(), tables, address);
    },

    async lease(name, milliseconds) {
      return takeLease(await connect(), tables, name, milliseconds);
    },

    changes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    close,
  };
}

interface Configuration extends Connection {
  readonly tables: Tables;
  readonly maxEntries: number;
}

function configure(options: LibsqlStoreOptions): Configuration {
  const { client, url, authToken, table = "semantic_cache" } = options;
  if (client && url !== undefined) {
    const message = "libsqlStore: client and url must not both be given; the client has its own.";
    throw new SemanticCacheError("invalid-options", message);
  }
  if (client && [client.execute, client.batch].some((method) => typeof method !== "function")) {
    throw new SemanticCacheError(
      "invalid-options",
      `libsqlStore: client must be one of @libsql/client, with execute and batch; got ${typeof client}.`,
    );
  }
  const maxEntries = checkBound("libsqlStore", "maxEntries", options.maxEntries ?? 100_000);
  const tables = tablesOf(checkIdentifier("libsqlStore", "table", table));
  const busyTimeout = toBusyTimeout(options.busyTimeout ?? "250ms");
  const source = client ?? { url: url ?? "file:semantic-cache.db", authToken, busyTimeout };
  return { ...createConnection(source, tables, busyTimeout), tables, maxEntries };
}

/** SQLite counts milliseconds in 31 bits, and takes what is no such number for none. */
function toBusyTimeout(duration: Duration): number {
  const milliseconds = Math.round(toMilliseconds(duration, "libsqlStore: busyTimeout"));
  if (milliseconds < 2 ** 31) return milliseconds;
  throw new SemanticCacheError(
    "invalid-options",
    `libsqlStore: busyTimeout must be less than 24 days; got ${JSON.stringify(duration)}.`,
  );
}

function firstOf(
  keys: readonly string[],
  entries: readonly StoredEntry[],
): StoredEntry | undefined {
  for (const wanted of keys) {
    const byKey = entries.find(({ key }) => key === wanted);
    const found = byKey ?? entries.find(({ normalKey }) => normalKey === wanted);
    if (found) return found;
  }
  return undefined;
}

import { lazy } from "../../lazy.ts";
import {
  type LibsqlClient,
  type OpenOptions,
  type OwnLibsqlClient,
  openClient,
  storeError,
} from "./client.ts";
import { type Database, databaseOver } from "./database.ts";
import { migrate, type Tables } from "./schema.ts";

/** The database of a store: opened and with its tables made when it is first needed. */
export interface Connection {
  /** @throws SemanticCacheError `store` when it was closed, or cannot be opened or prepared; then the next call tries again. */
  connect(): Database | Promise<Database>;
  close(): Promise<void>;
}

/** A connection over a client that was passed in, or over one of its own, which it closes at the end. */
export function createConnection(
  client: LibsqlClient | OpenOptions,
  tables: Tables,
  busyTimeout: number,
): Connection {
  let own: OwnLibsqlClient | undefined;
  let isClosed = false;
  const open = lazy(async (): Promise<LibsqlClient> => {
    if ("execute" in client) return client;
    own = await openClient(client);
    if (isClosed) own.close();
    return own;
  });

  const connect = lazy(async () => {
    const database = databaseOver(await open(), busyTimeout);
    await migrate(database, tables);
    return database;
  });

  return {
    connect() {
      if (isClosed) throw storeError("cannot be used", "it was closed");
      return connect();
    },
    async close() {
      isClosed = true;
      own?.close();
      own = undefined;
    },
  };
}

import { lazy } from "../../lazy.ts";
import { type LibsqlClient, type OpenOptions, openClient, storeError } from "./client.ts";
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
  let isUsed = false;
  let isClosed = false;
  const openOnce = lazy(async () => {
    isUsed = true;
    if ("execute" in client) return { client, close: () => undefined };
    const own = await openClient(client);
    return { client: own, close: () => own.close() };
  });

  const connect = lazy(async () => {
    const opened = await openOnce();
    const database = databaseOver(opened.client, busyTimeout);
    await migrate(database, tables);
    return database;
  });

  return {
    connect() {
      if (isClosed) throw storeError("cannot be used", "it was closed");
      return connect();
    },
    async close() {
      const isOpen = isUsed && !isClosed;
      isClosed = true;
      if (!isOpen) return;
      const opened = await Promise.resolve(openOnce()).catch(() => undefined);
      opened?.close();
    },
  };
}

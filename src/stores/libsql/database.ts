import type { LibsqlClient, LibsqlResult, LibsqlRow, LibsqlStatement } from "./client.ts";

/** A client as the store uses it. */
export interface Database {
  /** Whether this process opens the database itself, so that settings of SQLite are its business. */
  readonly isFile: boolean;
  /** Has the connection of a file wait for locks, also when it reads, where its client does not. */
  waitForLocks(): Promise<void>;
  read(statement: LibsqlStatement): Promise<readonly LibsqlRow[]>;
  /** Runs statements as one transaction, waiting for other writers up to the busy timeout. */
  write(statements: readonly LibsqlStatement[]): Promise<readonly LibsqlResult[]>;
}

/** After so many writes others get their turn, however fast the next one comes. */
const WRITES_IN_A_ROW = 50;

/**
 * Lets the rest of the process run. A client of a file answers before anything else does; in a loop of
 * such answers no timer fires, and what the client has used is never given back.
 */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** A database over a client that is open. */
export function databaseOver(client: LibsqlClient, busyTimeout: number): Database {
  const isFile = client.protocol === "file";
  let writes = 0;
  const wait = `PRAGMA busy_timeout = ${busyTimeout}`;

  /**
   * Waits until nobody else writes. Statements that meet a lock stay open in libsql 0.5 and keep their
   * connection from committing anything more, until they are collected as garbage; this one does not.
   */
  async function awaitTurn(): Promise<void> {
    await client.executeMultiple?.(`${wait}; BEGIN IMMEDIATE; ROLLBACK`);
  }

  return {
    isFile,

    async waitForLocks() {
      if (isFile) await client.executeMultiple?.(wait);
    },

    async read(statement) {
      return (await client.execute(statement)).rows;
    },

    async write(statements) {
      if (!isFile) return client.batch([...statements], "write");
      if (++writes % WRITES_IN_A_ROW === 0) await letOthersRun();
      await awaitTurn();
      // A client has many connections and the timeout belongs to one: each transaction sets it first.
      // Deferred, so that the lock is asked for by the first write, and waits that long.
      return (await client.batch([{ sql: wait, args: [] }, ...statements], "deferred")).slice(1);
    },
  };
}

import { SemanticCacheError } from "../../errors.ts";

/** A value that is bound to a statement. */
export type LibsqlValue = string | number | Uint8Array | null;

/** A statement and the values bound to it. */
export interface LibsqlStatement {
  readonly sql: string;
  readonly args: LibsqlValue[];
}

/** A row: its values by the names of their columns. */
export type LibsqlRow = Readonly<Record<string, unknown>>;

/** What a statement returned. */
export interface LibsqlResult {
  readonly rows: readonly LibsqlRow[];
}

/**
 * The part of a client of `@libsql/client` that is used: any of its clients fits, for a file, for memory,
 * for Turso over HTTP or WebSocket.
 */
export interface LibsqlClient {
  /** `"file"` for a database that this process opens itself. */
  readonly protocol?: string;
  execute(statement: LibsqlStatement): Promise<LibsqlResult>;
  /** Runs statements that return nothing. Used for files only. */
  executeMultiple?(sql: string): Promise<void>;
  /** Runs statements as one transaction. */
  batch(
    statements: LibsqlStatement[],
    mode: "write" | "deferred",
  ): Promise<readonly LibsqlResult[]>;
}

/** A client that the store opened itself. */
export interface OwnLibsqlClient extends LibsqlClient {
  close(): void;
}

/** How the store opens a client of its own. */
export interface OpenOptions {
  readonly url: string;
  readonly authToken?: string | undefined;
  /** Milliseconds that each statement on a file waits for a lock. */
  readonly busyTimeout: number;
}

/**
 * Opens a client. For a file it has one connection, which waits for the disk at checkpoints only: after a
 * power cut the last writes may be gone, which costs misses.
 *
 * @throws SemanticCacheError `store` when `@libsql/client` is not installed or the database cannot be opened.
 */
export async function openClient({
  url,
  authToken,
  busyTimeout,
}: OpenOptions): Promise<OwnLibsqlClient> {
  const { createClient } = await importLibrary();
  const isFile = url.startsWith("file:") || url === ":memory:";
  const place = isFile ? JSON.stringify(url) : "the database"; // a remote URL may carry a token
  let client: OwnLibsqlClient | undefined;
  try {
    client = createClient({
      url,
      ...(authToken === undefined ? {} : { authToken }),
      ...(isFile ? { concurrency: 1, timeout: busyTimeout } : {}),
    });
    if (isFile) await client.execute({ sql: "PRAGMA synchronous = NORMAL", args: [] });
    return client;
  } catch (cause) {
    client?.close(); // each request tries again: connections would pile up
    throw storeError(`cannot open ${place}`, cause);
  }
}

/** An error of this store: what it could not do, and why. */
export function storeError(what: string, cause: unknown): SemanticCacheError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SemanticCacheError("store", `libsqlStore: ${what}: ${why}`, { cause });
}

async function importLibrary(): Promise<typeof import("@libsql/client")> {
  try {
    return await import("@libsql/client");
  } catch (cause) {
    const advice = 'pass a client, or install the package "@libsql/client"';
    throw storeError(`opening a database needs "@libsql/client"; ${advice}`, cause);
  }
}

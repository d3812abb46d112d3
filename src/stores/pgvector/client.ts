import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";

/**
 * Any client of PostgreSQL that takes a text with `$1`, `$2`, … and its values: a `Pool` or `Client` of
 * node-postgres, PGlite, Neon. It must be connected; the store never closes it.
 */
export interface PgvectorClient {
  query(text: string, values?: unknown[]): PromiseLike<{ readonly rows: readonly unknown[] }>;
}

/**
 * Who hears notifications: PGlite, or a connected `Client` of node-postgres that is used for nothing
 * else. A pool cannot: it gives a connection back after each statement.
 */
export type PgvectorListener = ListeningClient | NotifiedClient;

/** A client with a method to listen, such as PGlite's: it resolves to what stops it. */
export interface ListeningClient {
  listen(channel: string, callback: (payload: string) => void): PromiseLike<() => unknown>;
}

/** A client that emits what its connection hears, such as `Client` of node-postgres. */
export interface NotifiedClient {
  query(text: string): PromiseLike<unknown>;
  on(event: "notification", listener: (message: Notification) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  off(event: "notification", listener: (message: Notification) => void): unknown;
  off(event: "end", listener: () => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * Refuses what would hear nothing and say so to nobody: a pool is given away after `LISTEN`.
 *
 * @throws SemanticCacheError `invalid-options` saying what is taken.
 */
export function checkListener(listener: PgvectorListener): void {
  const given: unknown = listener;
  const isPool = isRecord(given) && "totalCount" in given;
  const hears =
    isRecord(given) && [given.listen, given.on].some((way) => typeof way === "function");
  if (hears && !isPool) return;
  throw new SemanticCacheError(
    "invalid-options",
    `pgvectorStore: listener must be a connected Client of node-postgres or PGlite; got ${isPool ? "a pool" : typeof given}.`,
  );
}

interface Notification {
  readonly channel: string;
  readonly payload?: string | undefined;
}

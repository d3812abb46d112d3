import type { CacheStore } from "../../store.ts";

/** A store that the command line opened, with what it takes to look behind it. */
export interface OpenedStore {
  readonly store: CacheStore;
  /** Its URL without what is secret. */
  readonly address: string;
  /** What is behind it; absent where nothing but the store can be asked. */
  readonly server?: StoreServer | undefined;
  /** Made by the application's configuration: what is behind it is not known here. */
  readonly isConfigured?: boolean | undefined;
  /** A text, such as the message of a client, without what is secret in the URL. */
  scrub(text: string): string;
  /** Closes the connection that was opened for it. */
  close(): Promise<void>;
}

/** What is behind a store, for `doctor`. */
export type StoreServer =
  | {
      readonly kind: "redis";
      /** Sends one command. */
      call(name: string, ...args: string[]): Promise<unknown>;
    }
  | {
      readonly kind: "postgres";
      /** Where the tables are. */
      readonly schema: string;
      readonly table: string;
      query(sql: string, values?: unknown[]): Promise<readonly Record<string, unknown>[]>;
    }
  | {
      readonly kind: "libsql";
      readonly table: string;
      /** The file, where the database is one. */
      readonly file?: string | undefined;
      query(sql: string): Promise<readonly Record<string, unknown>[]>;
    }
  | {
      readonly kind: "upstash-vector";
      /** What the service says of the index. */
      info(): Promise<unknown>;
    };

/**
 * Most entries of a store that the command line opens: an application with a higher bound than the default
 * must not lose entries to a tool that writes one.
 */
export const NO_BOUND = 1_000_000_000;

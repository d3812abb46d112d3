import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import { withoutRequest } from "../../store-kit/without-request.ts";
import type { PgvectorClient } from "./client.ts";
import { pgvectorMigration } from "./migration.ts";
import type { TableOptions } from "./tables.ts";

/** Runs one statement and returns its rows. */
export type Run = (text: string, values?: unknown[]) => Promise<readonly unknown[]>;

/** What PostgreSQL answers where a table, column, function, type or schema is not there. */
const MISSING = new Set(["42P01", "42703", "42883", "42704", "3F000"]);
/** The files of the extension are not on the server. */
const UNAVAILABLE = new Set(["0A000", "58P01"]);
const FORBIDDEN = "42501";

/** Statements through the client, with a clear error where `migrate()` was forgotten. */
export function createRun(client: PgvectorClient, entries: string): Run {
  return async (text, values = []) => {
    try {
      return (await client.query(text, values)).rows;
    } catch (cause) {
      if (!MISSING.has(codeOf(cause))) throw withoutRequest("pgvectorStore", cause);
      throw new SemanticCacheError(
        "store",
        `pgvectorStore: table ${entries.replaceAll('"', "")} is missing, or lacks something this store needs: call migrate() when you deploy, with the same options.`,
        { cause },
      );
    }
  };
}

/** Brings the tables up to date. @throws SemanticCacheError `store` saying what is in the way. */
export async function migrate(client: PgvectorClient, options: TableOptions): Promise<void> {
  try {
    await client.query(pgvectorMigration(options));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SemanticCacheError(
      "store",
      `pgvectorStore: migrate() failed: ${message}${hint(cause)}`,
      {
        cause,
      },
    );
  }
}

function hint(cause: unknown): string {
  const code = codeOf(cause);
  if (UNAVAILABLE.has(code)) return ". Install pgvector on the server.";
  if (code !== FORBIDDEN) return ".";
  return ". This role may not: let one that may run CREATE EXTENSION vector, and grant CREATE on the schema.";
}

function codeOf(error: unknown): string {
  return isRecord(error) && typeof error.code === "string" ? error.code : "";
}

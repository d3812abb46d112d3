import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { afterAll, beforeAll } from "vitest";

/**
 * One PostgreSQL with pgvector inside this process for the tests of a suite: it takes seconds to make,
 * so there is one per file, and a table per test. Closed after them, or the run would hang.
 */
export function usePglite(): () => PGlite {
  let pglite: PGlite | undefined;
  beforeAll(async () => {
    pglite = await PGlite.create({ extensions: { vector } });
  });
  afterAll(async () => {
    await pglite?.close();
  });
  return () => {
    if (!pglite) throw new Error("PGlite is there while the tests of its suite run.");
    return pglite;
  };
}

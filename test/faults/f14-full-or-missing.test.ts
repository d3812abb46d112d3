import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { pgvectorStore } from "../../src/stores/pgvector/index.ts";
import type { Operation } from "../support/answer-once.ts";
import { question } from "./support/oracle-model.ts";
import { reportFault } from "./support/report-fault.ts";
import { loadEverything, STORE_BUDGET_MS, slackOf, userCalls } from "./support/user-calls.ts";

beforeAll(loadEverything);

const OPERATIONS: readonly Operation[] = ["generate", "stream"];
const questions = Array.from({ length: 10 }, (_, at) => question(`hotel ${at}`));

/** Asks on a store that is not as it should be: what happened, in short. */
async function askOn(
  store: CacheStore,
  name: string,
  operation: Operation,
  context: Parameters<typeof reportFault>[0],
): Promise<string[]> {
  const { run, path, cache } = userCalls(store, operation);
  const { cases, failed, wrong, worstAddedMs } = await run([...questions, ...questions]);
  const figures = { cases, failed: failed.length + wrong.length, worstAddedMs };
  const budgetMs = STORE_BUDGET_MS;
  reportFault(context, { fault: "F14", store: name, operation, ...figures, budgetMs });
  expect({ failed, wrong }).toEqual({ failed: [], wrong: [] });
  expect(worstAddedMs).toBeLessThan(slackOf(budgetMs));
  await cache.flush();
  return path();
}

describe("F14 a database that is full, locked or not there costs misses", () => {
  const folder = mkdtempSync(join(tmpdir(), "semantic-cache-full-"));
  let files = 0;
  const newFile = (): string => `file:${join(folder, `${files++}.db`)}`;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.for(OPERATIONS)("libsql, the disk is full, %s", async (operation, context) => {
    const client = createClient({ url: newFile(), concurrency: 1 });
    const store = libsqlStore({ client });
    await store.size(); // makes the tables
    const { rows } = await client.execute("PRAGMA page_count");
    await client.execute(`PRAGMA max_page_count = ${Number(rows[0]?.page_count)}`);

    const path = await askOn(store, "libsql", operation, context);

    expect(path).toContain("error:write:failed");
    client.close();
  });

  test.for(OPERATIONS)("libsql, the file may only be read, %s", async (operation, context) => {
    const client = createClient({ url: newFile(), concurrency: 1 });
    const store = libsqlStore({ client });
    await store.size();
    await client.execute("PRAGMA query_only = ON");

    const path = await askOn(store, "libsql", operation, context);

    expect(path).toContain("error:write:failed");
    client.close();
  });

  test.for(OPERATIONS)("libsql, the folder is not there, %s", async (operation, context) => {
    const store = libsqlStore({ url: `file:${join(folder, "nowhere", "cache.db")}` });

    const path = await askOn(store, "libsql", operation, context);

    expect(path).toContain("error:lookup:failed");
    await expect(async () => store.size()).rejects.toThrow(/libsqlStore: cannot open .*nowhere/);
  });
});

const postgres = inject("engines").postgres?.url ?? "";

describe.skipIf(!postgres)("F14 a PostgreSQL that is not ready costs misses", () => {
  const admin = new Pool({ connectionString: postgres, max: 2 });
  const name = `faults_${crypto.randomUUID().slice(0, 8)}`;
  afterAll(async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    await admin.query(`DROP ROLE IF EXISTS ${name}`);
    await admin.end();
  });

  test.for(OPERATIONS)("pgvector, the table is missing, %s", async (operation, context) => {
    const store = pgvectorStore({ client: admin, table: "never_made" });

    const path = await askOn(store, "pgvector, pg", operation, context);

    expect(path).toContain("error:lookup:failed");
    await expect(async () => store.size()).rejects.toThrow(/migrate\(\)/);
  });

  test.for(OPERATIONS)("pgvector, every connection is taken, %s", async (operation, context) => {
    const pool = new Pool({ connectionString: postgres, max: 1 });
    const store = pgvectorStore({ client: pool, table: `taken_${operation}` });
    await store.migrate();
    const taken = await pool.connect();

    const path = await askOn(store, "pgvector, pg", operation, context);

    expect(path).toContain("error:lookup:timeout");
    taken.release();
    await pool.query(`DROP TABLE taken_${operation} CASCADE`);
    await pool.end();
  });

  test("pgvector, no right to make the extension: migrate() says what to do", async () => {
    await admin.query(`CREATE ROLE ${name} LOGIN`);
    await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
    const url = Object.assign(new URL(postgres), { username: name, pathname: name });
    const pool = new Pool({ connectionString: url.href, max: 1 });

    const migrated = pgvectorStore({ client: pool }).migrate();

    await expect(migrated).rejects.toThrow(/pgvectorStore: .*extension/s);
    await pool.end();
  });
});

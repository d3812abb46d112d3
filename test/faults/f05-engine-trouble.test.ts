import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { afterAll, describe, expect, inject } from "vitest";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { byItself } from "./support/faulty-store.ts";
import { type FaultyStoreKind, faultyStores, networkStores } from "./support/faulty-stores.ts";
import { onEveryStore } from "./support/on-every-store.ts";
import { question } from "./support/oracle-model.ts";

const known = Array.from({ length: 4 }, (_, at) => question(`school ${at}`));
const others = Array.from({ length: 8 }, (_, at) => question(`college ${at}`));
const hits = (path: readonly string[]): number =>
  path.filter((step) => step.startsWith("hit")).length;

describe("F5 an engine in trouble costs misses, never a call", () => {
  const onRedis = networkStores.filter(({ engine }) => engine === "redis");

  onEveryStore(
    { fault: "F5", stores: onRedis, sideBySide: false },
    "scripts are forgotten (NOSCRIPT) and loaded again",
    async ({ calls, hold }) => {
      const admin = new Redis(inject("engines").redis?.url ?? "");
      await calls.run(known);
      await calls.cache.flush();

      await admin.script("FLUSH");
      hold(await calls.run([...known, ...others]));

      expect(hits(calls.path())).toBeGreaterThanOrEqual(known.length);
      admin.disconnect();
    },
  );

  const onPostgres = faultyStores.filter(({ engine }) => engine === "postgres");
  onEveryStore(
    { fault: "F5", stores: onPostgres, sideBySide: false },
    "an administrator ends all connections (57P01)",
    async ({ calls, hold }) => {
      const admin = new Pool({ connectionString: inject("engines").postgres?.url, max: 1 });
      await calls.run(known);
      await calls.cache.flush();

      for (let round = 0; round < 5; round++) {
        await admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'faults' AND pid <> pg_backend_pid()`,
        );
        hold(await calls.run(known));
      }

      expect(await calls.untilHit(known[0] ?? "", 6_000)).toBeLessThan(6_000);
      await admin.end();
    },
  );

  /** A file that a second connection locks while the story wants it. */
  const folder = mkdtempSync(join(tmpdir(), "semantic-cache-busy-"));
  const locker = createClient({ url: `file:${join(folder, "busy.db")}`, timeout: 1_000 });
  afterAll(() => {
    locker.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const busy: FaultyStoreKind = {
    name: "libsql",
    async open(_url, first) {
      return byItself(
        libsqlStore({ url: `file:${join(folder, "busy.db")}`, busyTimeout: 50 }),
        first,
      );
    },
  };
  onEveryStore(
    { fault: "F5", stores: [busy], sideBySide: false },
    "another process holds the lock (SQLITE_BUSY)",
    async ({ calls, hold, operation }) => {
      const mine = known.map((text) => `${text} (${operation})`);
      await calls.run(mine);
      await calls.cache.flush();

      const transaction = await locker.transaction("write");
      hold(await calls.run([...mine, ...others]));
      await transaction.rollback();

      expect(await calls.untilHit(mine[0] ?? "", 6_000)).toBeLessThan(6_000);
    },
  );
});

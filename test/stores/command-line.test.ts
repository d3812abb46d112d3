import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/cli/stores/open-store.ts";
import type { PgvectorStore } from "../../src/stores/pgvector/index.ts";
import { fill, run, useFolder } from "../cli/support/command-line.ts";
import { describeOn } from "../support/engines/engine.ts";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { type RedisBridge, redisBridge } from "../support/upstash/redis-bridge.ts";

const ROOT = join(import.meta.dirname, "../..");
const folder = useFolder();
const play = playOnNetwork();
const fresh = (): string => `cli_${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;

/** What every store behind a URL must do for the command line. */
function suite(urlOf: () => string): void {
  test("doctor --json says that it is well, and leaves no entry", async () => {
    const { code, stdout } = await run("doctor", "--json", "--store", urlOf());

    expect(JSON.parse(stdout)).toMatchObject({ errors: 0 });
    expect(code).toBe(0);
    const { stdout: held } = await run("stats", "--json", "--store", urlOf());
    expect(JSON.parse(held)).toMatchObject({ entries: 0, unreadable: 0 });
  });

  test("what an application stores is found, moved and removed", async () => {
    await fill(urlOf());
    const file = folder.path(`${fresh()}.jsonl.gz`);

    const near = await run("inspect", "How can I reset my password?", "--store", urlOf());
    await run("export", file, "--store", urlOf());
    await run("invalidate", "--all", "--yes", "--store", urlOf());
    const { stdout } = await run("import", file, "--json", "--store", urlOf());

    expect(near.stdout).toMatch(/served +How do I reset my password\?/);
    expect(JSON.parse(stdout)).toMatchObject({ entries: 3, complete: true });
  });
}

for (const engineName of ["redis", "valkey"] as const) {
  describeOn(engineName, { store: "the command line" }, ({ url }) => {
    const prefix = fresh();
    suite(() => `${url}?prefix=${prefix}`);

    test("a server that drops keys by itself is a warning", async () => {
      const client = new Redis(url);
      await client.config("SET", "maxmemory-policy", "allkeys-lru");

      const { stdout } = await run("doctor", "--store", `${url}?prefix=${prefix}`);

      await client.config("SET", "maxmemory-policy", "noeviction");
      client.disconnect();
      expect(stdout).toMatch(/warning {2}memory: maxmemory-policy allkeys-lru/);
    });
  });
}

describeOn("redis", { store: "the command line", client: "node-redis" }, ({ url }) => {
  test("takes the client that the project has", async () => {
    const project = mkdtempSync(join(tmpdir(), "semantic-cache-cli-"));
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(ROOT, "node_modules/redis"), join(project, "node_modules/redis"));
    const args = [join(ROOT, "src/cli/index.ts"), "doctor", "--json", "--store", url];

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--conditions=semantic-cache-source", ...args],
      { cwd: project },
    );

    rmSync(project, { recursive: true });
    expect(JSON.parse(stdout)).toMatchObject({ errors: 0 });
  });
});

describeOn("redis", { store: "the command line, redis-search" }, ({ url }) => {
  const prefix = fresh();
  suite(() => `${url}?prefix=${prefix}&store=redis-search`);
});

describeOn("redis", { store: "the command line, upstash-redis" }, (engine) => {
  let bridge: RedisBridge;
  const prefix = fresh();
  beforeAll(() => {
    bridge = redisBridge(engine.url);
    play(bridge);
  });
  afterAll(() => bridge.close());
  suite(
    () =>
      `${bridge.url.replace("//", `//${bridge.token}@`).replace("https", "upstash-redis")}?prefix=${prefix}`,
  );
});

describeOn("postgres", { store: "the command line" }, ({ url }) => {
  const table = fresh();
  const address = `${url}?table=${table}`;

  test("a table that is not there is an error, and is not made", async () => {
    const { code, stdout } = await run("doctor", "--store", address);
    const again = await run("doctor", "--store", address);

    expect([code, again.code]).toEqual([1, 1]);
    expect(stdout).toMatch(
      /error {4}migrations: there is no table public\.cli_.*\n +→ Call migrate\(\)/,
    );
  });

  describe("after migrate()", () => {
    beforeAll(async () => {
      const { store, close } = await openStore(address);
      await (store as PgvectorStore).migrate();
      await close();
    });
    suite(() => address);
  });

  test("a table of something else is an error", async () => {
    const client = new Client(url);
    const other = fresh();
    await client.connect();
    await client.query(`CREATE TABLE ${other} (id integer)`);
    await client.end();

    const { stdout } = await run("doctor", "--store", `${url}?table=${other}`);

    expect(stdout).toContain(`the table public.${other} is of something else`);
  });
});

describe("the command line on a server that is not there", () => {
  test.each([
    ["redis://user:hunter2@127.0.0.1:1", "redis://user:***@127.0.0.1:1"],
    ["postgres://user:hunter2@127.0.0.1:1/app", "postgres://user:***@127.0.0.1:1/app"],
    ["upstash-redis://hunter2@127.0.0.1:1", "upstash-redis://***@127.0.0.1:1"],
    ["libsql://127.0.0.1:1?authToken=hunter2", "libsql://127.0.0.1:1?authToken=***"],
  ])("%s: an error in a sentence, without the password", async (url, shown) => {
    const { code, stdout, stderr } = await run("doctor", "--store", url);

    expect(code).toBe(1);
    expect(stdout).toContain(shown);
    expect(stdout + stderr).not.toContain("hunter2");
  });
});

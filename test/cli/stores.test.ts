import { describe, expect, test } from "vitest";
import { importClient } from "../../src/cli/stores/import-client.ts";
import { openStore } from "../../src/cli/stores/open-store.ts";
import { parseStoreUrl } from "../../src/cli/stores/store-url.ts";
import { run } from "./support/command-line.ts";

describe("the URL of a store", () => {
  test.each([
    ["redis://localhost:6379/2?prefix=app", "redis://localhost:6379/2?prefix=app"],
    ["redis://:hunter2@host", "redis://:***@host"],
    [
      "postgres://me:hunter2@host/app?sslmode=require",
      "postgres://me:***@host/app?sslmode=require",
    ],
    ["upstash-vector://hunter2@host", "upstash-vector://***@host"],
    ["libsql://host?authToken=hunter2", "libsql://host?authToken=***"],
    ["file:./my%20cache.db", "file:./my%20cache.db"],
  ])("%s is shown as %s", (url, shown) => {
    expect(parseStoreUrl(url).address).toBe(shown);
  });

  test.each([
    "redis://:hunt%23er2@host",
    "upstash-redis://hunt%23er2@host",
    "libsql://host?authToken=hunt%23er2",
  ])("what is secret in %s is taken out of what clients say", (url) => {
    const { scrub } = parseStoreUrl(url);

    expect(scrub("refused: hunt#er2, hunt%23er2")).toBe("refused: ***, ***");
  });

  test("a password that is a word of the address leaves it readable", () => {
    const { address, scrub } = parseStoreUrl("postgres://postgres:postgres@host/app");

    const said = scrub(`${address} cannot be opened: no password postgres`);

    expect(said).toBe("postgres://postgres:***@host/app cannot be opened: no password ***");
  });

  test.each([
    ["redis://host?prefx=a", "a redis store has no prefx; it has store, prefix, maxEntries."],
    ["redis://host?maxEntries=many", "maxEntries must be a whole number above 0; got many."],
    ["redis://host?store=pg", "store must be redis or redis-search; got pg."],
    ["upstash-redis:", "say upstash-redis://token@host, or set UPSTASH_REDIS_REST_URL"],
    ["memory:?size=1", "a memory store has no size"],
    ["mongodb://host", "There is no store for mongodb: URLs; there are redis, rediss, file,"],
  ])("%s is refused with what to do", async (url, message) => {
    await expect(openStore(url)).rejects.toThrow(message);
  });

  test("a client that is not installed is named", async () => {
    const imported = importClient("no-such-client", "nor-this-one");

    await expect(imported).rejects.toThrow(
      "npm install no-such-client, or npm install nor-this-one.",
    );
  });

  test("a store that is away is named, with why and without what is secret", async () => {
    const { code, stderr } = await run(
      "entries",
      "--store",
      "libsql://127.0.0.1:1?authToken=hunter2",
    );

    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: libsql:\/\/127\.0\.0\.1:1\?authToken=\*\*\*: .*fetch failed \(.+\)\n$/,
    );
    expect(stderr).not.toContain("hunter2");
  });
});

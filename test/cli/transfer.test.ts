import { existsSync, statSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { fill, run, useFolder } from "./support/command-line.ts";

const folder = useFolder();
const STORE = `file:${folder.path("cache.db")}`;
beforeAll(() => fill(STORE));

describe("export and import", () => {
  test("an export may be read by nobody but who made it", async () => {
    const file = folder.path("private.jsonl");

    await run("export", file, "--store", STORE);

    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  });

  test("a mistyped file makes no database", async () => {
    const made = folder.path("never.db");

    const { code, stderr } = await run("import", folder.path("typo"), "--store", `file:${made}`);

    expect([code, stderr]).toEqual([2, expect.stringContaining("no such file")]);
    expect(existsSync(made)).toBe(false);
  });
});

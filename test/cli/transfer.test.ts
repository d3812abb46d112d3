import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { fill, run, useFolder } from "./support/command-line.ts";

const folder = useFolder();
const STORE = `file:${folder.path("cache.db")}`;
beforeAll(() => fill(STORE));

describe("export and import", () => {
  test("--json prints a receipt, and a file is there whole", async () => {
    const file = folder.path("receipt.jsonl.gz");

    const { stdout } = await run("export", file, "--store", STORE, "--json");

    expect(JSON.parse(stdout)).toMatchObject({ file, entries: 3, bytes: statSync(file).size });
    expect(gunzipSync(readFileSync(file)).toString()).toMatch(/"end":\{"entries":3\}\}\n$/);
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  test("an export may be read by nobody but who made it", async () => {
    const file = folder.path("private.jsonl");

    await run("export", file, "--store", STORE);

    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  });

  test("nor is one whose beginning somebody left there for everybody to read", async () => {
    const file = folder.path("left.jsonl");
    chmodSync(folder.write("left.jsonl.partial", "an export that was killed"), 0o666);

    const { code } = await run("export", file, "--store", STORE);

    expect([code, (statSync(file).mode & 0o777).toString(8)]).toEqual([0, "600"]);
  });

  test.each(["mkdir", "mkfifo"])("what %s has made is not replaced by a file", async (make) => {
    const place = folder.path(make);
    execFileSync(make, [place]);

    const { code, stderr } = await run("export", place, "--store", STORE);

    expect([code, stderr]).toEqual([2, expect.stringContaining("is no ordinary file. Name one")]);
    expect(statSync(place).isFile()).toBe(false);
  });

  test("a mistyped file makes no database", async () => {
    const made = folder.path("never.db");

    const { code, stderr } = await run("import", folder.path("typo"), "--store", `file:${made}`);

    expect([code, stderr]).toEqual([2, expect.stringContaining("no such file")]);
    expect(existsSync(made)).toBe(false);
  });
});

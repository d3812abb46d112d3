import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { fill, run, STORED, useFolder } from "./support/command-line.ts";

const folder = useFolder();
let url = "";
beforeEach(async () => {
  url = `file:${folder.path(`${crypto.randomUUID()}.db`)}`;
  await fill(url);
});

async function questions(...args: string[]): Promise<unknown[]> {
  const { stdout } = await run("entries", "--store", url, "--json", ...args);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).query);
}

describe("entries", () => {
  test("lists what an application stored, newest first", async () => {
    const { code, stdout } = await run("entries", "--store", url);

    expect(code).toBe(0);
    expect(stdout.split("\n").map((line) => line.slice(12, 34).trim())).toEqual([
      "question",
      "How do I invite a coll",
      "What does the team pla",
      "How do I reset my pass",
      "",
    ]);
  });

  test.each([
    [["--tag", "prices"], [1]],
    [
      ["--tag", "prices", "help"],
      [1, 0],
    ],
    [["--namespace", "acme"], [2]],
    [["--search", "ANSWER 1"], [0]],
    [
      ["--query", "/^how/i"],
      [2, 0],
    ],
    [["--source", "list@7"], [1]],
    [["--source", "list@8"], []],
    [["--older-than", "1h"], []],
    [["--limit", "1"], [2]],
    [
      ["--model", "mock-provider/mock-model-id", "--limit", "all"],
      [2, 1, 0],
    ],
  ])("%j finds %j", async (args, found) => {
    expect(await questions(...args)).toEqual(found.map((at) => STORED[at]?.[0]));
  });

  test("shows one by the beginning of its id", async () => {
    const { stdout } = await run("entries", "--store", url, "--search", "team plan");
    const [id = ""] = /^[0-9a-f]{10}/m.exec(stdout) ?? [];

    const shown = await run("entries", id, "--store", url);

    expect(shown.stdout).toMatch(/question +What does the team plan cost\?[\s\S]*\nanswer 2\n$/);
  });

  test("--json is one entry in one line, also of one that is named", async () => {
    const listed = await run("entries", "--store", url, "--limit", "1", "--json");

    const shown = await run("entries", JSON.parse(listed.stdout).entryId, "--store", url, "--json");

    expect(shown.stdout).toBe(listed.stdout);
  });

  test("an id that names nothing is said", async () => {
    const { code, stderr } = await run("entries", "0123456789", "--store", url);

    expect([code, stderr]).toEqual([1, "There is no entry 0123456789: it may have expired.\n"]);
  });
});

describe("stats", () => {
  test("counts by namespace, model and embedding model", async () => {
    const { stdout } = await run("stats", "--store", url, "--json");

    expect(JSON.parse(stdout)).toMatchObject({
      entries: 3,
      namespaces: [
        { name: "", entries: 2 },
        { name: "acme", entries: 1 },
      ],
      models: [{ name: "mock-provider/mock-model-id", entries: 3 }],
      vectors: [{ dimensions: 256, entries: 3 }],
      expiring: { hour: 0, day: 3 },
    });
  });

  test("one namespace alone", async () => {
    const { stdout } = await run("stats", "--store", url, "--namespace", "acme");

    expect(stdout).toContain("1 entry, ");
    expect(stdout).not.toContain("(none)");
  });
});

describe("inspect", () => {
  test("lists the nearest stored questions, with the verdict on each", async () => {
    const { stdout } = await run("inspect", "How can I reset my password?", "--store", url);

    expect(stdout.split("\n")[1]).toMatch(/^ +0\.9\d\d +served +How do I reset my password\?/);
  });

  test("with the model of the config, explains what the application would get", async () => {
    const config = folder.write(
      "with-model.mjs",
      `export const options = {};
       export const model = { specificationVersion: "v4", provider: "mock-provider", modelId: "mock-model-id",
         supportedUrls: {}, doGenerate() {}, doStream() {} };`,
    );

    const { stdout } = await run(
      "inspect",
      "How do I reset my password",
      "--store",
      url,
      "--config",
      config,
    );

    expect(stdout).toMatch(/^hit, exact/i);
  });

  test("instructions are part of the scope", async () => {
    const config = folder.path("with-model.mjs");
    const say = ["--config", config, "--system", "You are terse."];

    const { stdout } = await run(
      "inspect",
      "How do I reset my password",
      "--store",
      url,
      ...say,
      "--json",
    );

    expect(JSON.parse(stdout)).toMatchObject({ outcome: "miss", reason: "no-match" });
  });
});

describe("invalidate", () => {
  test("only says what would go, unless --yes is said", async () => {
    const { code, stdout, stderr } = await run("invalidate", "--tag", "prices", "--store", url);

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^1 entry of .* would be removed:\n {2}[0-9a-f]{10} {2}What does the team/,
    );
    expect(stderr).toContain("Nothing was removed: add --yes.");
    expect(await questions()).toHaveLength(3);
  });

  test.each([
    [["--tag", "prices"], 1],
    [["--source", "list"], 1],
    [["--query", "password"], 1],
    [["--namespace", "acme"], 1],
    [["--all", "--namespace", "acme"], 1],
    [["--all"], 3],
  ])("%j --yes removes %i", async (args, removed) => {
    const { stdout } = await run("invalidate", ...args, "--yes", "--json", "--store", url);

    expect(JSON.parse(stdout)).toMatchObject({ entries: removed, dryRun: false, store: "libsql" });
    expect(await questions()).toHaveLength(3 - removed);
  });

  test.each([
    [[], "Say which: --tag, "],
    [["--all", "--tag", "prices"], "--all is everything"],
    [["--older-than", "soon"], "--older-than must be a time such as 24h"],
    [["--query", "/(/"], "--query /(/ is no pattern"],
    [["--query", ""], "--query must say something"],
    [["--entry-id", "0123456789"], "there is no entry whose key begins with 0123456789"],
    [["--entry-id", "nonsense"], "An entry is named by its id"],
  ])("%j is refused before anything goes", async (args, message) => {
    const { code, stderr } = await run("invalidate", ...args, "--yes", "--store", url);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(await questions()).toHaveLength(3);
  });
});

describe("export and import", () => {
  test.each(["backup.jsonl", "backup.jsonl.gz"])("a store goes through %s", async (name) => {
    const file = folder.path(name);
    const copy = `file:${folder.path(`${name}.db`)}`;
    await run("export", file, "--store", url);

    const { code, stdout } = await run("import", file, "--store", copy, "--json");

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ entries: 3, complete: true, failed: [] });
    const near = await run("inspect", "How can I reset my password?", "--store", copy);
    expect(near.stdout).toMatch(/served +How do I reset/);
  });

  test("vectors of a model nobody named are not passed off as the built-in one's", async () => {
    const foreign = `file:${folder.path("foreign.db")}`;
    await fill(foreign, {
      embeddingModel: (await import("../support/embedding.ts")).trigramEmbedding(),
    });

    const { code, stderr } = await run("export", folder.path("never.jsonl"), "--store", foreign);

    expect(code).toBe(2);
    expect(stderr).toContain("Say which, as your application names it: --embedding-model");
    expect(existsSync(folder.path("never.jsonl"))).toBe(false);
  });

  test("vectors of another model are refused, in words of the command line", async () => {
    const file = folder.path("refused.jsonl");
    await run("export", file, "--store", url);

    const { code, stderr } = await run("import", file, "--store", "memory:", "-e", "openai/other");

    expect(code).toBe(2);
    expect(stderr).toContain("Add --reembed to make new ones.");
  });

  test("a file that was cut is imported as far as it goes, and the exit code says so", async () => {
    const file = folder.path("whole.jsonl");
    await run("export", file, "--store", url);
    const lines = readFileSync(file, "utf8").split("\n");
    const cut = folder.write("cut.jsonl", lines.slice(0, 3).join("\n"));

    const { code, stdout, stderr } = await run("import", cut, "--store", "memory:");

    expect([code, stdout]).toEqual([1, `Imported 2 entries from ${cut}.\n`]);
    expect(stderr).toContain("it was cut");
  });
});

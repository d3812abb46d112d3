import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../src/cli/index.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "evaluate-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as a process, in a folder of its own. */
function run(...args: string[]): Promise<Ended> {
  const flags = ["--conditions=semantic-cache-source", PROGRAM, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, flags, { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

function write(name: string, ...lines: readonly unknown[]): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  );
  return name;
}

const PAIRS = write(
  "pairs.jsonl",
  { a: "How do I pay?", b: "Which ways to pay are there?", label: 1, similarity: 0.92 },
  { a: "The red sofa", b: "That sofa in red", label: 0, similarity: 0.91 },
  { a: "When do you open?", b: "Is the shop far?", label: 0, similarity: 0.4 },
  { a: "What does it weigh?", b: "Can it float?", label: 0, similarity: 0.3 },
);
const ALL_MUST_HIT = write("must-hit.jsonl", {
  ...{ a: "How do I pay?", b: "Which ways to pay are there?" },
  ...{ label: 1, similarity: 0.92 },
});
const EMPTY = write("empty.jsonl");
const OPEN = ["--threshold", "0.9", "--guards", "none"];

describe.concurrent("ai-sdk-semantic-cache evaluate", () => {
  test("prints what a cache did, and ends well without a budget", async ({ expect }) => {
    const { code, stdout } = await run("evaluate", PAIRS, ...OPEN);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Recall +100\.0 %/);
    expect(stdout).toMatch(/False hits +33\.3 % .* 1 of 3 lookups that must miss/);
  });

  test.each([
    ["--max-wrong", "25%", 0],
    ["--max-wrong", "0.24", 1],
    ["--max-wrong", "1", 0],
    ["--max-wrong", "0", 1],
    ["--max-false-hits", "34%", 0],
    ["--max-false-hits", "33%", 1],
  ])("%s %s: exit code %i", async (option, budget, expected) => {
    const { code, stderr } = await run("evaluate", PAIRS, ...OPEN, option, budget);

    expect(code).toBe(expected);
    expect(stderr.includes("is broken")).toBe(expected === 1);
  });

  test("a budget over nothing is not kept", async ({ expect }) => {
    const { code, stderr } = await run(
      ...["evaluate", ALL_MUST_HIT, ...OPEN],
      ...["--max-false-hits", "1%"],
    );

    expect(code).toBe(1);
    expect(stderr).toContain("--max-false-hits says nothing: there are none of the lookups that");
  });

  test("a broken budget says which rate it is about, and its interval", async ({ expect }) => {
    const { stderr } = await run("evaluate", PAIRS, ...OPEN, "--max-wrong", "1%");

    expect(stderr).toContain(
      "--max-wrong 1.0 % is broken: 1 wrong hit, 25.0 % of all lookups (95 %: 4.6 to 69.9 %).",
    );
  });

  test("--json prints data and nothing else", async ({ expect }) => {
    const { stdout } = await run("evaluate", PAIRS, ...OPEN, "--json");

    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      rates: { lookups: 4, right: 1, wrong: 1 },
    });
  });

  test("--html writes a page that loads nothing", async ({ expect }) => {
    const { code } = await run("evaluate", PAIRS, ...OPEN, "--html", "report.html");
    const page = readFileSync(join(folder, "report.html"), "utf8");

    expect(code).toBe(0);
    expect(page.startsWith("<!doctype html>")).toBe(true);
    expect(page.match(/https?:\/\/|\ssrc=|\shref=/g)).toBeNull();
  });

  test("takes the cache from a module of the application", async ({ expect }) => {
    const config = write(
      "options.mjs",
      "export const options = { threshold: 0.95, guards: false };",
    );

    const { stdout } = await run("evaluate", PAIRS, "--config", config, "--json");

    expect(JSON.parse(stdout)).toMatchObject({
      setup: { threshold: 0.95, guards: [] },
      rates: { hits: 0 },
    });
  });

  test("a bad line is named as editors name it, and is no broken budget", async ({ expect }) => {
    const bad = write("bad.jsonl", { a: "x", b: "y", label: 1 }, "{oh");

    const { code, stderr, stdout } = await run("evaluate", bad, "--html", "never.html");

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: bad\.jsonl:2: a line must be JSON/);
    expect(existsSync(join(folder, "never.html"))).toBe(false);
  });

  test.each([
    [["evaluate"], "missing required argument 'file'"],
    [["evaluate", "nowhere.jsonl"], "no such file"],
    [["evaluate", EMPTY, "--max-wrong", "1%"], "there are no rows in empty.jsonl"],
    [["evaluate", PAIRS, "--threshold", "85"], "Say a raw cosine from -1 to 1, such as 0.85."],
    [["evaluate", PAIRS, "--max-wrong", "few"], "Say 1% or 0.01 for a share, 5 for a number"],
    [["evaluate", PAIRS, "--guards", "lax"], "guards must be "],
    [["evaluate", PAIRS, "--tresh", "1"], "unknown option '--tresh'"],
    [["evaluate", PAIRS, "--config", "nowhere.mjs"], "there is no such file"],
    [["evaluat"], "unknown command 'evaluat'"],
  ])("%j cannot be used: exit code 2", async (args, message) => {
    const { code, stderr } = await run(...args);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test("--help teaches the rows, the budgets and the exit codes", async ({ expect }) => {
    const { code, stdout } = await run("evaluate", "--help");

    expect(code).toBe(0);
    for (const word of ['"label": 1', '"cluster"', '"meaning"', "Exit codes:", "$ npx"]) {
      expect(stdout).toContain(word);
    }
  });
});

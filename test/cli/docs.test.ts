import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createProgram } from "../../src/cli/main.ts";
import { run } from "./support/command-line.ts";

const PAGE = readFileSync(new URL("../../docs/guides/command-line.md", import.meta.url), "utf8");
const program = createProgram(() => {});
const commands = program.commands.map((command) => command.name());

describe("what the command line can do is in its guide", () => {
  test("the table lists every command, and no other", () => {
    const listed = [...PAGE.matchAll(/^\| \[`([a-z]+)`\]/gm)].map(([, name]) => name);

    expect(listed.toSorted()).toEqual(commands.toSorted());
  });

  test.each(commands)("%s has a section", (name) => {
    const titles = [...PAGE.matchAll(/^## (.+)$/gm)].map(([, title = ""]) => title);

    expect(titles.some((title) => title.split(" and ").includes(name))).toBe(true);
  });

  test.each(commands)("%s --help teaches: examples and exit codes", async (name) => {
    const { code, stdout } = await run(name, "--help");

    expect(code).toBe(0);
    expect(stdout).toMatch(/\nExamples:\n {2}\$ npx ai-sdk-semantic-cache /);
    expect(stdout).toMatch(/\nExit codes: 0 [^\n]+/);
    expect(stdout).toContain("--json");
  });

  test("every check of doctor is in the table", async () => {
    const { stdout } = await run("doctor", "--json", "--store", "memory:");
    const section = PAGE.slice(PAGE.indexOf("## doctor"), PAGE.indexOf("## evaluate"));

    const checks: { check: string }[] = JSON.parse(stdout).findings;

    for (const { check } of checks) expect(section).toContain(`\`${check}\``);
  });
});

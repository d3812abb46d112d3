import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { PRESETS } from "../src/lookup/guards/presets.ts";
import { type Block, blocksOf, createWorkspace, pages, readPage } from "./support/docs.ts";
import {
  anchorsOf,
  localLinks,
  type Member,
  membersOf,
  storeNames,
  tableBelow,
  typesOf,
  wordsOf,
} from "./support/docs-facts.ts";
import { ROOT } from "./support/docs-run.ts";

const blocks = pages().flatMap(blocksOf);
const workspace = createWorkspace(blocks);
const typeErrors = workspace.typeCheck();
const PATIENT = { timeout: 120_000 };

afterAll(() => workspace.remove());

describe.concurrent("every block of TypeScript in the documentation", () => {
  const checked = blocks.filter(workspace.isChecked);
  const run = blocks.filter(({ needs }) => needs === undefined);
  const notRun = blocks.filter(({ needs }) => needs !== undefined);

  test.for(checked)("$name type-checks", PATIENT, async ({ name }, { expect }) => {
    const found = (await typeErrors).get(name);

    expect(found, `${name} does not type-check`).toBeUndefined();
  });

  test.for(run)("$name runs", PATIENT, async (block, { expect }) => {
    const { ok, stdout, stderr } = await workspace.run(block);

    expect(ok, `${block.name} failed:\n${stderr}`).toBe(true);
    if (block.prints) expect(linesOf(stdout), `${block.name} prints`).toEqual(block.prints);
  });

  test.for(notRun)("$name is not run: it needs $needs", (block: Block) => {
    expect(run).not.toContain(block);
  });
});

describe("what the documentation lists is what the sources have", () => {
  const EVENTS = "src/observe/events.ts";
  const OBSERVABILITY = "docs/observability.md";

  test.each([
    ["README.md", "## Options", "src/options.ts", "SemanticCacheOptions"],
    [
      "README.md",
      "## Per-request control",
      "src/request/directives.ts",
      "SemanticCacheCallOptions",
    ],
    [
      "docs/configuration.md",
      "## Per call",
      "src/request/directives.ts",
      "SemanticCacheCallOptions",
    ],
    ["docs/configuration.md", "## `audit`", "src/options.ts", "AuditOptions"],
    ["docs/configuration.md", "## `timeouts`", "src/options.ts", "TimeoutOptions"],
    ["docs/configuration.md", "## `limits`", "src/limits.ts", "LimitOptions"],
    ["docs/configuration.md", "## `replay`", "src/response/chunk.ts", "ReplayOptions"],
    ["docs/stores/memory.md", "## Options", "src/stores/memory/index.ts", "MemoryStoreOptions"],
    ["docs/stores/tiered.md", "## Options", "src/stores/tiered/index.ts", "TieredStoreOptions"],
    [
      "docs/stores/encrypted.md",
      "## Options",
      "src/stores/encrypted/options.ts",
      "EncryptedStoreOptions",
    ],
  ])("%s, %s: every option and its default", (page, heading, file, name) => {
    const rows = tableBelow(page, heading);
    const members = membersOf(file, name);

    expect(rows.map(([option]) => option).sort()).toEqual(namesOf(members));
    for (const member of members.filter((each) => each.default !== undefined)) {
      expect(rows.find(([option]) => option === member.name)?.[1]).toBe(member.default);
    }
  });

  test("every option has a section of its own", () => {
    const { text } = readPage("docs/configuration.md");
    const sections = Array.from(text.matchAll(/^## `(\w+)`$/gm), ([, name]) => name);

    expect(sections.sort()).toEqual(namesOf(membersOf("src/options.ts", "SemanticCacheOptions")));
  });

  test.each([
    ["### `miss`", wordsOf(EVENTS, "MissReason")],
    ["### `bypass`", wordsOf(EVENTS, "BypassReason")],
    ["### `not-stored`", wordsOf(EVENTS, "NotStoredReason")],
    ["### `error`", wordsOf(EVENTS, "ErrorStage")],
    ["### Error codes", wordsOf("src/errors.ts", "SemanticCacheErrorCode")],
    ["## Events", typesOf(EVENTS, "CacheEvent")],
  ])("observability.md, %s: all of them", (heading, words) => {
    const listed = tableBelow(OBSERVABILITY, heading).map(([word]) => word);

    expect(listed.sort()).toEqual(words.sort());
  });

  test("the members of a store", () => {
    const listed = tableBelow("docs/custom-store.md", "## The contract").map(([name]) => name);

    expect(listed.sort()).toEqual(namesOf(membersOf("src/store.ts", "CacheStore")));
  });

  test("every store has a row in the README and a page", () => {
    const listed = tableBelow("README.md", "## Stores").map(([name]) => name);

    expect(listed.sort()).toEqual(storeNames().sort());
    for (const name of listed) expect(existsSync(join(ROOT, `docs/stores/${name}.md`))).toBe(true);
  });

  test("the standard guards", () => {
    const listed = tableBelow("docs/guards.md", "## The standard guards").map(([name]) => name);
    const names = PRESETS.standard.map(({ name }) => name);

    expect(listed.sort()).toEqual(names.sort());
  });

  test("every subpath of the package is named somewhere", () => {
    const { name, exports } = JSON.parse(readPage("package.json").text);
    const subpaths = Object.keys(exports).filter((path) => !path.endsWith(".json"));
    const imports = subpaths.map((path) => `"${path.replace(".", name)}"`);
    const text = pages().map((page) => page.text);

    expect(imports.filter((path) => !text.some((each) => each.includes(path)))).toEqual([]);
  });

  test("the versions of the AI SDK that are tested", () => {
    const { devDependencies } = JSON.parse(readPage("package.json").text);
    const { ai, ai4, ai5, ai6 } = devDependencies;
    const installed = [ai, ai6, ai5, ai4].map((version: string) => version.replace(/^npm:ai@/, ""));

    const listed = tableBelow("README.md", "## AI SDK versions").map(([, , version]) => version);

    expect(listed).toEqual(installed);
  });
});

describe("the documentation holds together", () => {
  const root = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
  const all = [...new Set([...pages().map(({ file }) => file), ...root])].map(readPage);

  test.each(all)("every link of $file leads somewhere", ({ file, text }) => {
    const broken = localLinks(text).filter((link) => !leadsSomewhere(file, link));

    expect(broken).toEqual([]);
  });

  test.each(all)("every npm script that $file names exists", ({ text }) => {
    const { scripts } = JSON.parse(readPage("package.json").text);
    const named = Array.from(text.matchAll(/npm run ([\w:-]+)/g), ([, name = ""]) => name);

    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test("every page of docs/ says in its first lines what it says", () => {
    const guides = pages().filter(({ file }) => !/README|decisions/.test(file));

    const without = guides.filter(({ text }) => !/^# .+\n\n\*\*TL;DR\*\*/.test(text));

    expect(without.map(({ file }) => file)).toEqual([]);
  });

  test("the README stays readable in one sitting", () => {
    expect(readPage("README.md").text.split("\n").length).toBeLessThanOrEqual(250);
  });

  test("every test that SECURITY.md names exists", () => {
    const { text } = readPage("SECURITY.md");
    const named = Array.from(text.matchAll(/`(test\/[^`]+)`/g), ([, name = ""]) => name);

    expect(named.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });
});

function namesOf(members: readonly Member[]): string[] {
  return members.map(({ name }) => name).sort();
}

function linesOf(stdout: string): string[] {
  return stdout.trimEnd().split("\n");
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : join(dirname(file), path);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(readPage(target).text).includes(anchor);
}

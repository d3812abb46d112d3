import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSubpaths, writePages } from "../scripts/api-reference/pages.ts";
import { readPage } from "./support/docs.ts";
import { ROOT } from "./support/docs-run.ts";

const subpaths = readSubpaths(ROOT);
const pages = writePages(subpaths);

describe("the API reference", () => {
  test.each([...pages])(
    "docs/api/%s is what the TSDoc says; if not: npm run api-reference",
    (page, text) => {
      expect(readPage(join("docs/api", page)).text).toBe(text);
    },
  );

  test("has no page of a subpath that is gone", () => {
    expect(readdirSync(join(ROOT, "docs/api")).sort()).toEqual([...pages.keys()].sort());
  });

  test.each(subpaths)(
    "$specifier: every name it exports has a sentence of TSDoc",
    ({ sections }) => {
      const silent = sections.filter(({ summary }) => summary === "");

      expect(silent.map(({ name }) => name)).toEqual([]);
    },
  );

  test.each(subpaths)("$specifier: every name it exports has a section", ({ page, sections }) => {
    const headings = Array.from(
      readPage(join("docs/api", page)).text.matchAll(/^### (\w+)/gm),
      ([, name]) => name,
    );

    expect(headings.sort()).toEqual(sections.map(({ name }) => name).sort());
  });
});

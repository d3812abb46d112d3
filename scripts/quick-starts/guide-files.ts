import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./packed-library.ts";

const FENCE = /^```(?:tsx?|jsonc)\n([\s\S]*?)^```$/gm;

/** The first block of TypeScript in a page. */
export function firstBlock(page: string): string {
  const [block] = blocksOf(page);
  if (block === undefined) throw new Error(`${page} has no block of TypeScript.`);
  return block;
}

/**
 * The files somebody gets who copies a page by hand: blocks that begin with the path of a file, such as
 * `// lib/cache.ts`.
 *
 * @throws Error when the page shows no file of one of these names.
 */
export function guideFiles(page: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const shown = new Map(blocksOf(page).map((block) => [pathOf(block), block]));
  return new Map(
    paths.map((path) => {
      const block = shown.get(path);
      if (block === undefined) throw new Error(`${page} has no block that begins with // ${path}`);
      return [path, block];
    }),
  );
}

/** The packages a page tells to install: those of its first `npm install`. */
export function guidePackages(page: string): readonly string[] {
  const [, names] = /^npm install (.+)$/m.exec(readPage(page)) ?? [];
  if (names === undefined) throw new Error(`${page} does not say what to install.`);
  return names.split(" ");
}

function blocksOf(page: string): string[] {
  return Array.from(readPage(page).matchAll(FENCE), ([, block = ""]) => block);
}

function readPage(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

function pathOf(block: string): string | undefined {
  return /^(?:\/\/ not run: .*\n)?\/\/ (\S+\.\w+)/.exec(block)?.[1];
}

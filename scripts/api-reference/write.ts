/**
 * Writes the API reference from the TSDoc of the sources, and llms.txt from the map of the documentation.
 *
 *   npm run api-reference
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { llmsText } from "./llms-text.ts";
import { readSubpaths, writePages } from "./pages.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, "docs/api");

const pages = writePages(readSubpaths(ROOT));
rmSync(FOLDER, { recursive: true, force: true });
for (const [name, text] of pages) {
  const file = join(FOLDER, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
writeFileSync(join(ROOT, "llms.txt"), llmsText(read("README.md"), read("docs/index.md")));
console.log(`docs/api: ${pages.size} pages; llms.txt`);

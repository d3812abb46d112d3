/**
 * Writes what the forms of this version look like into test/golden/fixtures, each form once:
 * `node --conditions=semantic-cache-source scripts/golden/write.ts`. What is there already was released and
 * is never written again: a form that changes gets a new version, a new name, and a fixture of its own.
 */
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FORMS } from "../../test/golden/forms.ts";

for (const [name, texts] of Object.entries(FORMS)) {
  const file = fileURLToPath(new URL(`../../test/golden/fixtures/${name}.json`, import.meta.url));
  if (existsSync(file)) continue;
  writeFileSync(file, `${JSON.stringify(texts(), null, 2)}\n`);
  process.stdout.write(`${name}: written\n`);
}

/**
 * Writes docs/images/demo.svg from a real run of the demo, at the pace of a hosted model: about 40 seconds.
 * `node --conditions=semantic-cache-source scripts/demo-svg/write-svg.ts`
 */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { condense } from "./condense.ts";
import { terminalSvg } from "./terminal-svg.ts";

const ROOT = new URL("../../", import.meta.url);
const PROGRAM = fileURLToPath(new URL("src/cli/index.ts", ROOT));
const PICTURE = new URL("docs/images/demo.svg", ROOT);

const { stdout } = await promisify(execFile)(
  process.execPath,
  ["--conditions=semantic-cache-source", PROGRAM, "demo", ...process.argv.slice(2)],
  { env: { PATH: process.env.PATH, FORCE_COLOR: "1" } },
);
const svg = terminalSvg({
  title: "ai-sdk-semantic-cache demo, shortened",
  description:
    "A run of the demo: repeated and reworded questions are answered from the cache within milliseconds; other orders, opposites and negations go to the model.",
  lines: condense(stdout),
});
await writeFile(PICTURE, svg);
console.log(`${fileURLToPath(PICTURE)}: ${svg.length} characters`);

/**
 * Copies the quick starts of the documentation by hand into empty folders, installs the packed library
 * there, and asks each a question in two wordings: `npm run quick-starts`. One line each; exit code 1 when
 * one of them does not end in a semantic hit. Names as arguments run only those; another name is an error.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServices } from "../../test-edge/support/services.ts";
import { edgeQuickStart } from "./edge.ts";
import { nextQuickStart } from "./next.ts";
import { nodeQuickStart } from "./node.ts";
import { packLibrary } from "./packed-library.ts";
import type { Outcome, QuickStart } from "./quick-start.ts";

const QUICK_STARTS: Readonly<Record<string, QuickStart>> = {
  next: nextQuickStart,
  edge: edgeQuickStart,
  node: nodeQuickStart,
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(QUICK_STARTS, name));
if (unknown !== undefined) {
  console.error(`No quick start ${unknown}; there are ${Object.keys(QUICK_STARTS).join(", ")}.`);
  process.exit(1);
}

const root = mkdtempSync(join(tmpdir(), "semantic-cache-quick-starts-"));
try {
  const tarball = packLibrary(root);
  for (const [name, quickStart] of Object.entries(QUICK_STARTS)) {
    if (asked.length === 0 || asked.includes(name)) await run(name, quickStart, tarball);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function run(name: string, quickStart: QuickStart, tarball: string): Promise<void> {
  const folder = join(root, name);
  mkdirSync(folder);
  const services = await startServices();
  try {
    const outcome = await quickStart({ folder, tarball, services });
    console.log(`${name.padEnd(6)} ${judged(outcome)}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name.padEnd(6)} FAILED`);
    console.error(error);
  } finally {
    await services.close();
  }
}

/** One line for people; a quick start without its miss and its hit has failed. */
function judged({ first, again, on }: Outcome): string {
  if (first?.hit === false && again?.hit === true && again.kind === "semantic") {
    return `ok  miss, then semantic hit ${again.similarity.toFixed(2)} (${on})`;
  }
  process.exitCode = 1;
  return `FAILED  expected a miss, then a semantic hit; got ${JSON.stringify([first, again])} (${on})`;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Row } from "./bench.ts";
import { resultsPage, type Section } from "./results-page.ts";

/** A bench to run, or why it cannot be run. */
export interface Planned {
  readonly name: string;
  readonly about: string;
  readonly leftOut?: string | undefined;
}

const PAGE = new URL("../RESULTS.md", import.meta.url);

/**
 * Runs benches one after the other, each in a process of its own, so that none meets what another left in
 * memory, and writes `bench/RESULTS.md`. A bench that fails is a section that says so.
 */
export async function runAll(
  planned: readonly Planned[],
  options: readonly string[],
): Promise<void> {
  const sections: Section[] = [];
  for (const [at, { name, about, leftOut }] of planned.entries()) {
    console.error(`${at + 1}/${planned.length} ${name}${leftOut ? `: ${leftOut}` : ""}`);
    sections.push({ name, about, ...(leftOut ? { failure: leftOut } : await run(name, options)) });
    await writeFile(PAGE, resultsPage(sections));
  }
  console.error(`Written: ${PAGE.pathname}`);
}

async function run(
  name: string,
  options: readonly string[],
): Promise<Pick<Section, "rows" | "failure" | "seconds">> {
  const startedAt = performance.now();
  const script = process.argv[1] as string;
  const bench = spawn(process.execPath, [...process.execArgv, script, name, "--json", ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(bench, "close");
  const errors: string[] = [];
  createInterface(bench.stderr).on("line", (line) => errors.push(line));
  const rows: Row[] = [];
  for await (const line of createInterface(bench.stdout)) rows.push(JSON.parse(line));
  const [code] = await ended;
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  return code === 0 ? { rows, seconds } : { rows, seconds, failure: errors.at(-1) ?? "failed" };
}

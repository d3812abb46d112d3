import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How a program ended, and what it printed. */
export interface Run {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** The repository. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

const MAX_AT_ONCE = 2;
const TIMEOUT_MS = 60_000;
const waiting: (() => void)[] = [];
let running = 0;

/** Runs a TypeScript program of this repository by `node`, without network, two at a time. */
export function runOffline(file: string): Promise<Run> {
  const preload = ["--import", "./test/support/docs-offline.ts"];
  return runNode(["--conditions=semantic-cache-source", ...preload, file]);
}

/** Runs `node` in the repository, two at a time. */
export async function runNode(args: readonly string[]): Promise<Run> {
  if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await execute(args);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

function execute(args: readonly string[]): Promise<Run> {
  const options = { cwd: ROOT, timeout: TIMEOUT_MS, env: { ...process.env, NO_COLOR: "1" } };
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], options, (error, stdout, stderr) => {
      resolve({ ok: error === null, stdout, stderr });
    });
  });
}

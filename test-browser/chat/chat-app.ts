import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  firstAnswer,
  freePort,
  type ServerProcess,
  startServer,
} from "../../test/support/engines/server-process.ts";

/** Its folder. */
export const EXAMPLE: string = join(import.meta.dirname, "../../examples/nextjs-chat");
const NEXT = join(EXAMPLE, "node_modules/next/dist/bin/next");

/** The example, running. */
export interface ChatApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** Gives the example its packages, and the library of this checkout as it is now: what `npm install` does there. */
export function installChatApp(): void {
  if (existsSync(NEXT)) run(process.execPath, "scripts/build-library.mjs");
  else run("npm", "ci", "--loglevel=error");
}

/** Builds the example for `startChatApp`. */
export function buildChatApp(): void {
  installChatApp();
  run("env", "NODE_ENV=production", process.execPath, NEXT, "build");
}

/** As users have it. What is empty is so for the shell and a developer's .env.local alike. */
const ENVIRONMENT = { NODE_ENV: "production", OPENAI_API_KEY: "", REDIS_URL: "" };

/** Runs the rest of a command in the folder of the example, as the same process. */
const IN_EXAMPLE = ["sh", "-c", 'cd "$0" && exec "$@"', EXAMPLE] as const;

/** Starts what was built, with a data file of its own, until `stop`. */
export async function startChatApp(
  environment: Readonly<Record<string, string>>,
): Promise<ChatApp> {
  const folder = mkdtempSync(join(tmpdir(), "nextjs-chat-"));
  const port = String(await freePort());
  const LIBSQL_URL = `file:${folder}/answers.db`;
  const variables = Object.entries({ ...ENVIRONMENT, LIBSQL_URL, ...environment });
  const assignments = variables.map(([name, value]) => `${name}=${value}`);
  const start = [process.execPath, NEXT, "start", "-H", "127.0.0.1", "-p", port];
  const server = startServer({ command: [...IN_EXAMPLE, "env", ...assignments, ...start], folder });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, server);
  return { url, stop: server.stop };
}

async function answers(url: string, server: ServerProcess): Promise<void> {
  const { status } = await firstAnswer(() => fetch(url), server);
  if (status !== 200) throw new Error(`The chat answers ${status}.`);
}

/** @throws Error with all that the program said, when it fails. */
function run(program: string, ...args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: EXAMPLE,
    encoding: "utf8",
  });
  if (status !== 0)
    throw new Error(`${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** How a program is started. */
export interface ProgramOptions {
  readonly folder: string;
  /** Added to the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A program that serves HTTP on this machine. */
export interface WebProgram {
  readonly url: string;
  /** Asks it to end, waits until it is gone, and says with which code it ended. */
  stop(): Promise<number | null>;
}

/** It has not said where it listens after this time, in milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * Starts a program of an installed folder, and waits until it prints the address it listens to.
 *
 * @throws Error with what it printed when it ends before, or says nothing for a minute.
 */
export async function startProgram(
  [program, ...args]: readonly [program: string, ...args: string[]],
  { folder, environment }: ProgramOptions,
): Promise<WebProgram> {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...QUIET, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = (): void => void child.kill("SIGKILL");
  process.once("exit", end); // no run leaves one behind
  let printed = "";
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`${program} ${what}:\n${printed}`));
    const timer = setTimeout(() => {
      end();
      fail("did not say where it listens");
    }, PATIENCE_MS);
    child.once("error", reject);
    child.once("exit", (code) => fail(`ended with ${code}`));
    child.once("close", () => clearTimeout(timer));
    for (const output of [child.stdout, child.stderr]) {
      output.on("data", (text) => {
        printed += text;
        const [, port] = /http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(printed) ?? [];
        if (!port) return;
        clearTimeout(timer);
        resolve(`http://127.0.0.1:${port}`);
      });
    }
  });
  return {
    url,
    async stop() {
      process.off("exit", end);
      return ended(child);
    },
  };
}

/** Next.js and wrangler speak to nobody but those who start them. */
const QUIET = { NEXT_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };

/** A program that does not end by itself is ended. */
async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  const [code] = await exit;
  clearTimeout(timer);
  return code;
}

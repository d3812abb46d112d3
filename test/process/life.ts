import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../support/docs-run.ts";

/** A process with a cache, as its parent sees it. */
export interface Life {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  lines(): string[];
  /** Resolves when it has printed this line. */
  said(line: string): Promise<void>;
  /** How it ended: exit code, or signal. Rejects after 30 seconds: something kept it alive. */
  readonly ended: Promise<number | string | null>;
}

/** Starts `worker.ts` with a story. */
export function startLife(story: string, store: string, url = ""): Life {
  const script = join(ROOT, "test/process/worker.ts");
  const args = ["--conditions=semantic-cache-source", script, story, store, url];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const lines = (): string[] => printed.split("\n").filter((line) => line !== "");
  const ended = new Promise<number | string | null>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`still alive after 30 seconds, having said:\n${printed}`));
    }, 30_000);
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? signal);
    });
  });
  ended.catch(() => {}); // whoever waits for it hears of it
  return {
    child,
    lines,
    ended,
    async said(line) {
      while (!lines().includes(line)) {
        const isOver = child.exitCode !== null || child.signalCode !== null;
        if (isOver) throw new Error(`it ended without saying "${line}":\n${printed}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

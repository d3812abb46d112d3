import { spawn } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: readonly string[]];

interface ServerOptions {
  readonly command: Command;
  /** Removed when the server has ended. */
  readonly folder: string;
  /** What ends it at once: nothing it holds is wanted afterwards. @default "TERM" */
  readonly signal?: "TERM" | "INT";
}

/** A server that this run started. */
export interface ServerProcess {
  /** Rejects with what the server said when it ends before it is told to. */
  readonly ended: Promise<never>;
  /** Ends the server, waits until it is gone, and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Waits for the end of its input, which comes when this process closes it or dies in whatever way, then
 * ends the server: no run leaves one behind, not even one that was killed.
 */
const KEEPER = `
cat >/dev/null
kill -s "$2" "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
kill -s KILL "$1" 2>/dev/null
rm -rf "$3"
`;

/** Starts a server that ends with this process. */
export function startServer({ command, folder, signal = "TERM" }: ServerOptions): ServerProcess {
  const [program, ...args] = command;
  // In a group of its own, so that Ctrl+C reaches the tests first and the server through `stop`.
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const output of [child.stdout, child.stderr]) {
    output.on("data", (text) => {
      said = (said + text).slice(-2_000);
    });
  }
  const ended = new Promise<never>((_resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code}:\n${said}`)));
  });
  ended.catch(() => {}); // its end is only an error while somebody waits for an answer

  const keeperArgs = ["-c", KEEPER, "keeper", String(child.pid), signal, folder];
  const keeper = spawn("sh", keeperArgs, { stdio: ["pipe", "ignore", "ignore"], detached: true });
  const gone = new Promise<void>((resolve) => keeper.once("exit", () => resolve()));
  return {
    ended,
    stop() {
      keeper.stdin.end();
      return gone;
    },
  };
}

/** A port that the system has just given out and taken back. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * The answer to `ask` as soon as there is one. Rejects when the server ends, or stays silent for 30 seconds
 * (5 seconds when somebody else runs it).
 */
export async function firstAnswer<Answer>(
  ask: () => Promise<Answer>,
  server?: ServerProcess,
): Promise<Answer> {
  const deadline = Date.now() + (server ? 30_000 : 5_000);
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    const pause = new Promise<void>((resolve) => setTimeout(resolve, 50));
    await (server ? Promise.race([pause, server.ended]) : pause);
  }
}

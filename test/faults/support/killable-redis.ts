import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findProgram, isVersion } from "../../support/engines/find-program.ts";
import {
  firstAnswer,
  freePort,
  type ServerProcess,
  startServer,
} from "../../support/engines/server-process.ts";

/** A Redis of a test's own, which it may kill. */
export interface KillableRedis {
  readonly port: number;
  /** Ends it as `kill -9` does: no connection is closed in an orderly way, nothing is saved. */
  kill(): Promise<void>;
  /** Starts an empty one on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Where `redis-server` is; `undefined` when this machine has none. */
export const REDIS_PROGRAM: string | undefined = findProgram("redis-server", isVersion(6));

/** Starts a {@link KillableRedis} from {@link REDIS_PROGRAM}. */
export async function killableRedis(program: string): Promise<KillableRedis> {
  const port = await freePort();
  let server: ServerProcess | undefined;
  let pid = 0;

  async function start(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "semantic-cache-killable-"));
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
    server = startServer({ command: [program, ...args], folder });
    pid = await firstAnswer(() => processId(port), server);
  }

  await start();
  return {
    port,
    start,
    async kill() {
      process.kill(pid, "SIGKILL");
      await server?.stop();
    },
    stop: async () => server?.stop(),
  };
}

async function processId(port: number): Promise<number> {
  const client = new Redis(port, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => {}); // the calls below reject with it
  try {
    await client.connect();
    return Number(/^process_id:(\d+)/m.exec(await client.info("server"))?.[1]);
  } finally {
    client.disconnect();
  }
}

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { Engine } from "./engine.ts";
import { findProgram, isVersion } from "./find-program.ts";
import { firstAnswer, freePort, type ServerProcess, startServer } from "./server-process.ts";

/** An engine, and the process behind it unless somebody else runs it. */
export interface RunningEngine extends Engine {
  readonly server?: ServerProcess;
}

/** Redis or Valkey: the server at `url`, or a new one; `undefined` when the machine has none. */
export async function startRedis(
  kind: "redis" | "valkey",
  url: string | undefined,
): Promise<RunningEngine | undefined> {
  if (url) return { url, name: await firstAnswer(() => nameOf(url)) };
  const program = findProgram(`${kind}-server`, isVersion(6));
  if (!program) return undefined;
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), `semantic-cache-${kind}-`));
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  const server = startServer({ command: [program, ...args], folder });
  const own = `redis://127.0.0.1:${port}`;
  return { url: own, name: await firstAnswer(() => nameOf(own), server), server };
}

/** What a server calls itself: `Redis 8.0.2`, `Valkey 8.1.1`. */
async function nameOf(url: string): Promise<string> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => {}); // the calls below reject with it
  try {
    await client.connect();
    const information = await client.info("server");
    const valkey = /^valkey_version:(\S+)/m.exec(information)?.[1];
    const redis = /^redis_version:(\S+)/m.exec(information)?.[1];
    return valkey ? `Valkey ${valkey}` : `Redis ${redis}`;
  } finally {
    client.disconnect();
  }
}

import { Redis } from "ioredis";
import { afterAll, beforeAll } from "vitest";
import { type RunningEngine, startRedis } from "../../support/engines/redis-engine.ts";

/** A Redis that only this file uses. */
export interface OwnRedis {
  /** A new connection, closed after the tests. */
  client(): Redis;
  /** Writes down every command the server runs, those of scripts among them. */
  monitor(): Promise<Monitored>;
}

/** Commands as `MONITOR` tells them. */
export interface Monitored {
  commands(): readonly (readonly string[])[];
  /** Ends it; all commands. */
  stop(): Promise<readonly (readonly string[])[]>;
}

/** Starts a Redis before the tests of a suite, and stops it after them. */
export function useOwnRedis(): OwnRedis {
  let running: RunningEngine | undefined;
  const clients: Redis[] = [];
  beforeAll(async () => {
    running = await startRedis("redis", undefined);
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await running?.server?.stop();
  });
  const client = (): Redis => {
    if (!running) throw new Error("There is no Redis on this machine: npm run engines");
    const made = new Redis(running.url);
    clients.push(made);
    return made;
  };
  return {
    client,
    async monitor() {
      const commands: string[][] = [];
      const monitoring = await client().monitor();
      monitoring.on("monitor", (_time, args: string[]) => void commands.push(args));
      const stop = async (): Promise<string[][]> => {
        await new Promise((resolve) => setTimeout(resolve, 50)); // what the server has yet to tell
        monitoring.disconnect();
        return commands;
      };
      return { commands: () => commands, stop };
    },
  };
}

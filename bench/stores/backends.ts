import { Redis } from "ioredis";
import { Pool } from "pg";
import type { CacheStore, MaybePromise } from "../../src/store.ts";
import { startPostgres } from "../../test/support/engines/postgres-engine.ts";
import { type RunningEngine, startRedis } from "../../test/support/engines/redis-engine.ts";
import { type RequestHandler, serveHandler } from "./serve-handler.ts";
import type { Backend, Connection } from "./subject.ts";

/** A new Redis, and what makes a store of a client of it. */
export async function onRedis(create: (client: Redis) => CacheStore): Promise<Backend> {
  const { url, server } = found(await startRedis("redis", undefined));
  const clients: Redis[] = [];
  return {
    url,
    async connect(at) {
      const client = new Redis(at);
      client.on("error", () => {}); // the calls reject with it
      clients.push(client);
      return connection(create(client), () => client.disconnect());
    },
    async stop() {
      for (const client of clients) client.disconnect();
      await server?.stop();
    },
  };
}

/** A new PostgreSQL with pgvector, likewise. */
export async function onPostgres(
  create: (pool: Pool) => MaybePromise<CacheStore>,
): Promise<Backend> {
  const { url, server } = found(await startPostgres(undefined));
  return {
    url,
    async connect(at) {
      const pool = new Pool({ connectionString: at });
      pool.on("error", () => {}); // of connections that nobody uses: the server was stopped
      return connection(await create(pool), () => pool.end());
    },
    stop: async () => server?.stop(),
  };
}

/** A service that speaks HTTP, played by `handle` in this process, and its stores. */
export async function onHandler(
  handle: RequestHandler,
  create: (url: string) => CacheStore,
  stop: () => unknown = () => {},
): Promise<Backend> {
  const server = await serveHandler(handle);
  return {
    url: server.url,
    connect: async (at) => connection(create(at)),
    async stop() {
      server.close();
      await stop();
    },
  };
}

/** A store in this process, which no wire leads to. */
export function inProcess(
  create: () => MaybePromise<CacheStore>,
  stop: () => unknown = () => {},
): Backend {
  return {
    connect: async () => connection(await create()),
    stop: async () => stop(),
  };
}

function connection(store: CacheStore, disconnect: () => unknown = () => {}): Connection {
  return {
    store,
    async close() {
      await store.close?.();
      await disconnect();
    },
  };
}

/** The engine, or an error that says how to get it. */
export function found(engine: RunningEngine | undefined): RunningEngine {
  if (engine) return engine;
  throw new Error("An engine is missing. Get it: npm run engines");
}

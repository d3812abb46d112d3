import { SemanticCacheError } from "../../errors.ts";
import type { RedisClient } from "../../stores/redis/index.ts";
import { redisStore } from "../../stores/redis/index.ts";
import { redisSearchStore } from "../../stores/redis-search/index.ts";
import { importClient } from "./import-client.ts";
import { NO_BOUND, type OpenedStore } from "./opened-store.ts";
import type { StoreUrl } from "./store-url.ts";

const CONNECT_MS = 5_000;
const FACTORIES = { redis: redisStore, "redis-search": redisSearchStore } as const;

/** `redis://` and `rediss://`, through `ioredis` or `redis`, whichever is there. */
export async function openRedis(address: StoreUrl): Promise<OpenedStore> {
  const kind = address.take("store") ?? "redis";
  const prefix = address.take("prefix");
  const maxEntries = address.takeNumber("maxEntries") ?? NO_BOUND;
  address.end();
  if (!Object.hasOwn(FACTORIES, kind)) {
    const message = `${address.address}: store must be ${Object.keys(FACTORIES).join(" or ")}; got ${kind}.`;
    throw new SemanticCacheError("invalid-options", message);
  }
  const { client, call, close } = await connect(address);
  const create = FACTORIES[kind as keyof typeof FACTORIES];
  return {
    store: create({ client, prefix, maxEntries }),
    address: address.address,
    scrub: address.scrub,
    server: { kind: "redis", call },
    close,
  };
}

interface Connection {
  readonly client: RedisClient;
  call(name: string, ...args: string[]): Promise<unknown>;
  close(): Promise<void>;
}

async function connect({ url }: StoreUrl): Promise<Connection> {
  const { name, module } = await importClient<Ioredis & NodeRedis>("ioredis", "redis");
  return name === "ioredis" ? connectIoredis(module, url.href) : connectNodeRedis(module, url.href);
}

interface Ioredis {
  readonly Redis: new (
    url: string,
    options: object,
  ) => {
    connect(): Promise<unknown>;
    call(command: string, args: (string | Uint8Array | number)[]): Promise<unknown>;
    on(event: "error", listener: (error: unknown) => void): unknown;
    disconnect(): void;
  };
}

async function connectIoredis({ Redis }: Ioredis, url: string): Promise<Connection> {
  let isConnected = false;
  let problem: unknown;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    // Who waits for a command wants to hear at once; who leaves a page open wants it back.
    retryStrategy: (times: number) => (isConnected ? Math.min(100 * times, 2_000) : null),
  });
  client.on("error", (error) => {
    problem = error;
  });
  try {
    await client.connect();
    isConnected = true;
  } catch (error) {
    client.disconnect();
    throw problem ?? error; // what connect() itself says is only that it is closed
  }
  return {
    client,
    call: (command, ...args) => client.call(command, args),
    close: async () => client.disconnect(),
  };
}

interface NodeRedis {
  createClient(options: object): {
    connect(): Promise<unknown>;
    sendCommand(args: readonly (string | Uint8Array)[]): Promise<unknown>;
    on(event: "error", listener: (error: unknown) => void): unknown;
    destroy(): void;
  };
}

async function connectNodeRedis({ createClient }: NodeRedis, url: string): Promise<Connection> {
  let isConnected = false;
  const reconnectStrategy = (times: number): number | false =>
    isConnected ? Math.min(100 * times, 2_000) : false;
  const socket = { connectTimeout: CONNECT_MS, reconnectStrategy };
  const client = createClient({ url, socket });
  client.on("error", () => {}); // the calls reject with it
  await client.connect();
  isConnected = true;
  return {
    client,
    call: (...command) => client.sendCommand(command),
    close: async () => client.destroy(),
  };
}

import { SemanticCacheError } from "../../errors.ts";
import { withoutRequest } from "../without-request.ts";
import type { Command, RedisCommands } from "./commands.ts";

/** What is used of a client of `ioredis` (5 and 6, also its `Cluster`) or `iovalkey`. */
export interface IoredisLike {
  call(command: string, args: (string | Uint8Array | number)[]): PromiseLike<unknown>;
}

/** What is used of a client of `redis` (node-redis, `createClient`). */
export interface NodeRedisLike {
  sendCommand(args: readonly (string | Uint8Array)[]): PromiseLike<unknown>;
}

/** A connected client: `new Redis()` of ioredis, or `createClient()` of `redis`. */
export type RedisClient = IoredisLike | NodeRedisLike;

/**
 * Speaks to Redis through a client of the application. The client's own settings decide about
 * reconnecting and waiting; nothing is retried here.
 *
 * @throws SemanticCacheError `invalid-options` when the client has neither `call` nor `sendCommand`, or is a
 * cluster of node-redis, whose `sendCommand` is another one.
 */
export function redisCommands(store: string, client: RedisClient): RedisCommands {
  const run = runner(store, client);
  const send = async ([name, ...args]: Command): Promise<unknown> => {
    try {
      return asTexts(await run(name, args.map(toBinary)));
    } catch (error) {
      throw withoutRequest(store, error);
    }
  };
  return { send: (commands) => Promise.all(commands.map(send)) };
}

type Run = (name: string, args: (string | Uint8Array)[]) => PromiseLike<unknown>;

function runner(store: string, client: RedisClient): Run {
  if (has(client, "call")) return (name, args) => client.call(name, args);
  const isCluster = typeof client === "object" && client !== null && "slots" in client;
  if (has(client, "sendCommand") && !isCluster) {
    return (name, args) => client.sendCommand([name, ...args]);
  }
  throw new SemanticCacheError(
    "invalid-options",
    `${store}: client must be a connected client of ioredis or of redis (createClient); got ${describe(client)}.`,
  );
}

function has<Name extends "call" | "sendCommand">(
  client: RedisClient,
  name: Name,
): client is Extract<RedisClient, Record<Name, unknown>> {
  const isObject = typeof client === "object" && client !== null;
  return isObject && typeof Reflect.get(client, name) === "function";
}

function describe(client: unknown): string {
  if (typeof client !== "object" || client === null) return String(client);
  return "slots" in client ? "a cluster of node-redis" : "an object without call or sendCommand";
}

/** A reply in which bytes are text: some clients are set to give all texts as a Buffer. */
function asTexts(reply: unknown): unknown {
  if (reply instanceof Uint8Array) return new TextDecoder().decode(reply);
  return Array.isArray(reply) ? reply.map(asTexts) : reply;
}

/** Both clients take bytes as a Buffer only, which is there wherever they run. */
function toBinary(arg: string | Uint8Array): string | Uint8Array {
  if (typeof arg === "string") return arg;
  const buffer: unknown = Reflect.get(globalThis, "Buffer");
  const from: unknown = typeof buffer === "function" ? Reflect.get(buffer, "from") : undefined;
  if (typeof from !== "function") return arg;
  return from.call(buffer, arg.buffer, arg.byteOffset, arg.byteLength);
}

import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import type { Command, RedisCommands } from "../../store-kit/redis/commands.ts";
import { withoutRequest } from "../../store-kit/without-request.ts";
import type { UpstashRedisClient, UpstashRedisPipeline } from "./rest-client.ts";

/**
 * Sends the commands of one round trip as one HTTP request. Reads on the way of a request go as they are;
 * all others as scripts, whose replies are marked so that the client cannot take text for JSON.
 *
 * @throws SemanticCacheError `invalid-options` when the client makes no pipelines.
 */
export function restCommands(client: UpstashRedisClient): RedisCommands {
  if (typeof client?.pipeline !== "function") {
    throw new SemanticCacheError(
      "invalid-options",
      "upstashRedisStore: client must be a Redis of @upstash/redis.",
    );
  }
  return {
    async send(commands) {
      if (commands.length === 0) return [];
      const pipeline = client.pipeline();
      const readers = commands.map((command) => queue(pipeline, command));
      const replies = await run(pipeline);
      return readers.map((read, at) => read(replies[at]));
    },
  };
}

type Read = (reply: unknown) => unknown;

/** Adds a command to a pipeline and says how its reply is to be read. */
function queue(pipeline: UpstashRedisPipeline, [name, ...args]: Command): Read {
  const [key = "", ...rest] = args.map(asArgument);
  switch (name) {
    case "GET":
      pipeline.get(key);
      return toText;
    case "GETRANGE":
      pipeline.getrange(key, Number(rest[0]), Number(rest[1]));
      return toText;
    case "MGET":
      pipeline.mget(key, ...rest);
      return (reply) => (Array.isArray(reply) ? reply.map(toText) : reply);
    case "HMGET":
      pipeline.hmget(key, ...rest);
      return (reply) => toValues(rest, reply);
    case "EVAL": {
      const count = Number(rest[0]);
      pipeline.eval(marked(key), rest.slice(1, count + 1), rest.slice(count + 1));
      return unmarked;
    }
    default:
      pipeline.eval(CALL, [key], [name, ...rest]);
      return unmarked;
  }
}

async function run(pipeline: UpstashRedisPipeline): Promise<readonly unknown[]> {
  const replies = await Promise.resolve(pipeline.exec()).catch((error: unknown) => {
    throw withoutRequest("upstashRedisStore", error);
  });
  if (Array.isArray(replies)) return replies;
  throw new SemanticCacheError("store", "upstashRedisStore: the reply is no list of replies.");
}

function asArgument(argument: string | Uint8Array): string {
  if (typeof argument === "string") return argument;
  throw new SemanticCacheError("store", "upstashRedisStore: only text can be sent.");
}

/** Clients with `automaticDeserialization` parse what looks like JSON: "12" has become a number. */
function toText(reply: unknown): string | null {
  if (typeof reply === "string") return reply;
  return reply === null || reply === undefined ? null : JSON.stringify(reply);
}

/** Values in the order of their fields. The client gives them by name, unless it leaves replies alone. */
function toValues(fields: readonly string[], reply: unknown): (string | null)[] {
  if (Array.isArray(reply)) return reply.map(toText);
  const values = isRecord(reply) ? reply : {};
  return fields.map((field) => toText(values[field]));
}

const MARK = "'";

/** A script whose texts begin with a quote: no client takes them for JSON, numbers stay numbers. */
function marked(lua: string): string {
  return `
local function mark(value)
  if type(value) == 'string' then return "${MARK}" .. value end
  if type(value) ~= 'table' or value.err then return value end
  if value.ok then return "${MARK}" .. value.ok end
  for at = 1, #value do value[at] = mark(value[at]) end
  return value
end
local function run()
${lua}
end
return mark(run())`;
}

const CALL = marked("return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))");

function unmarked(reply: unknown): unknown {
  if (typeof reply === "string") return reply.startsWith(MARK) ? reply.slice(1) : reply;
  return Array.isArray(reply) ? reply.map(unmarked) : reply;
}

import type { Hex, SearchQuery } from "../../store.ts";
import { type Command, type RedisCommands, toMoment } from "../../store-kit/redis/commands.ts";
import { shortId } from "../../store-kit/redis/short-id.ts";
import { toBytes } from "../../store-kit/vector-bytes.ts";
import { readSearchReply } from "./search-reply.ts";
import type { Nominee, VectorEngine } from "./vector-engine.ts";

/** How the query engine compares: `hnsw` by a graph, `flat` with every vector. */
export type RedisSearchAlgorithm = "hnsw" | "flat";

/** What a query engine is made of. `prefix` was checked. */
export interface QueryEngineParts {
  readonly commands: RedisCommands;
  readonly prefix: string;
  readonly algorithm: RedisSearchAlgorithm;
}

/** Redis Search, three generations of it, and valkey-search: each says it in its own words. */
const IS_MISSING = /no such index|unknown index|index\b.* not found/i;
const IS_THERE = /already exists/i;

const WRITE = `
redis.call('DEL', keys[1])
redis.call('HSET', keys[1], 'scope', args[1], 'space', args[2], args[3], args[4])
redis.call('PEXPIREAT', keys[1], args[5])
return 1`;

const REMOVE = "return redis.call('DEL', keys[1])";

/**
 * `FT.SEARCH`: every vector in a hash of its own, which ends with its record and leaves the index with
 * that. An index takes vectors of one length, so there is one index per length.
 */
export function queryEngine({ commands, prefix, algorithm }: QueryEngineParts): VectorEngine {
  const root = `${prefix}:1:vector:`;
  const known = new Map<number, Promise<void>>();
  const nameOf = (dimensions: number): string => `${prefix}:1:idx:${dimensions}`;
  const keyOf = (scope: Hex, space: Hex, id: string): string =>
    `${root}{${scope}}:${shortId(space)}:${id}`;

  async function create(dimensions: number): Promise<void> {
    const description = schema(dimensions, algorithm);
    const command: Command = ["FT.CREATE", nameOf(dimensions), "ON", "HASH", "PREFIX", "1", root];
    await commands.send([[...command, "SCHEMA", ...description]]).catch((error: unknown) => {
      if (!IS_THERE.test(messageOf(error))) throw error;
    });
  }

  /** Keys that were there before the index are added to it by the server, soon after. */
  function prepare(dimensions: number): Promise<void> {
    const earlier = known.get(dimensions);
    if (earlier) return earlier;
    const creating = create(dimensions);
    known.set(dimensions, creating);
    creating.catch(() => known.delete(dimensions)); // tried again by the next request
    return creating;
  }

  async function search(query: SearchQuery, count: number): Promise<readonly Nominee[]> {
    const { scope, space, vector } = query;
    const [reply] = await commands.send([searchCommand(nameOf(vector.length), query, count)]);
    const start = keyOf(scope, space, "");
    return readSearchReply(reply)
      .filter(({ key }) => key.startsWith(start))
      .map(({ key, fields }) => ({
        id: key.slice(start.length),
        similarity: 1 - Number(fields.get("d") ?? Number.NaN),
      }))
      .filter(({ similarity }) => similarity >= -2)
      .sort((left, right) => right.similarity - left.similarity);
  }

  return {
    name: "query-engine",
    tolerance: 0.001, // the same 32-bit numbers, added up in another order
    prepare,

    write({ scope, space, vector, expiresAt }, id) {
      const field = fieldOf(vector.length);
      const args = [scope, space, field, toBytes(vector), toMoment(expiresAt)];
      return { lua: WRITE, keys: [keyOf(scope, space, id)], args };
    },

    remove: ({ scope, space, id }) => ({ lua: REMOVE, keys: [keyOf(scope, space, id)], args: [] }),

    async nominate(query, count) {
      try {
        return await search(query, count);
      } catch (error) {
        if (!IS_MISSING.test(messageOf(error))) throw error;
        known.delete(query.vector.length);
        await prepare(query.vector.length);
        return search(query, count);
      }
    },
  };
}

/** The field carries the length in its name: an index passes over a hash without its own field. */
function fieldOf(dimensions: number): string {
  return `v${dimensions}`;
}

function schema(dimensions: number, algorithm: RedisSearchAlgorithm): string[] {
  const vector = ["TYPE", "FLOAT32", "DIM", String(dimensions), "DISTANCE_METRIC", "COSINE"];
  // the servers' own value is 10: few enough to overlook near vectors
  if (algorithm === "hnsw") vector.push("EF_RUNTIME", "100");
  const tags = ["scope", "TAG", "CASESENSITIVE", "space", "TAG", "CASESENSITIVE"];
  const kind = algorithm.toUpperCase();
  return [...tags, fieldOf(dimensions), "VECTOR", kind, String(vector.length), ...vector];
}

/** Written so that valkey-search 1.0 takes it too: dialect 2, no SORTBY. */
function searchCommand(index: string, query: SearchQuery, count: number): Command {
  const { scope, space, vector } = query;
  const wall = `(@scope:{${scope}} @space:{${space}})`;
  const nearest = `[KNN ${count} @${fieldOf(vector.length)} $B AS d]`;
  const params = ["PARAMS", "2", "B", toBytes(vector)];
  const shape = ["RETURN", "1", "d", "LIMIT", "0", String(count), "DIALECT", "2"];
  return ["FT.SEARCH", index, `${wall}=>${nearest}`, ...params, ...shape];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

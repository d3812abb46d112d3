import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import type { CacheStore } from "../../store.ts";
import { checkPrefix } from "../../store-kit/names.ts";
import { type RedisBaseOptions, redisBase } from "../../store-kit/redis/redis-base.ts";
import { type RedisClient, redisCommands } from "../../store-kit/redis/redis-client.ts";
import { redisKeys } from "../../store-kit/redis/redis-keys.ts";
import type { VectorIndex, VectorIndexTools } from "../../store-kit/redis/vector-index.ts";
import { type ChosenEngine, chooseEngine } from "./choose-engine.ts";
import { nominatedSearch } from "./nominated-search.ts";
import type { RedisSearchAlgorithm } from "./query-engine.ts";
import type { RedisSearchEngine } from "./vector-engine.ts";

export type { RedisSearchAlgorithm } from "./query-engine.ts";
export type { RedisSearchEngine } from "./vector-engine.ts";

/** Options of {@link redisSearchStore}. */
export interface RedisSearchStoreOptions extends RedisBaseOptions {
  /** A connected client of ioredis or of redis (`createClient`). The store never closes it. */
  readonly client: RedisClient;
  /**
   * What compares vectors. `"auto"` asks the server once; a name is taken as it is, without asking.
   *
   * @default "auto"
   */
  readonly engine?: "auto" | RedisSearchEngine | undefined;
  /**
   * How a new index of the query engine compares: by a graph (`"hnsw"`), or with every vector of the
   * scope (`"flat"`). Vector sets always use a graph.
   *
   * @default "hnsw"
   */
  readonly algorithm?: RedisSearchAlgorithm | undefined;
}

/** A store whose server compares the vectors. */
export interface RedisSearchStore extends CacheStore {
  /**
   * Finds out what the server has, and says it. Call it at start to meet a wrong server at once; without
   * it the first request finds out.
   *
   * @throws SemanticCacheError `store` when the server has neither `FT.SEARCH` nor vector sets, or could not
   * be asked.
   */
  connect(): Promise<RedisSearchEngine>;
}

const FACTORY = "redisSearchStore";
const ENGINES = ["auto", "query-engine", "vector-sets"];
const ALGORITHMS = ["hnsw", "flat"];

/**
 * A store on a Redis that compares vectors itself: with `FT.SEARCH` (Redis Search, valkey-search) or with
 * the vector sets of Redis 8. The server nominates; what is returned was read and compared exactly.
 *
 * @throws SemanticCacheError `invalid-options` for an option that makes no sense.
 */
export function redisSearchStore(options: RedisSearchStoreOptions): RedisSearchStore {
  const { client, engine = "auto", algorithm = "hnsw", ...baseOptions } = options;
  checkChoice("engine", engine, ENGINES);
  checkChoice("algorithm", algorithm, ALGORITHMS);
  const prefix = checkPrefix(FACTORY, options.prefix ?? "semantic-cache");
  const commands = redisCommands(FACTORY, client);
  checkKeyPrefix(client);
  const keys = redisKeys(prefix);
  const chosen = chooseEngine({ commands, keys, prefix, engine, algorithm });

  const createIndex = (tools: VectorIndexTools): VectorIndex => searchIndex(tools, chosen);
  const base = redisBase(
    { factory: FACTORY, name: "redis-search", commands, search: "approximate", createIndex },
    baseOptions,
  );

  return {
    ...base,

    async set(entry) {
      const { prepare } = await chosen.connect();
      if (entry.vector) await prepare?.(entry.vector.length);
      await base.set(entry);
    },

    connect: async () => (await chosen.connect()).name,
  };
}

function searchIndex(tools: VectorIndexTools, chosen: ChosenEngine): VectorIndex {
  return {
    prepare: async () => void (await chosen.connect()),
    write: (entry, id) => chosen.current().write(entry, id),
    remove: (place) => chosen.current().remove(place),
    search: (query) => nominatedSearch(tools, chosen.current())(query),
  };
}

/** The client puts it before keys, but neither into an index nor out of what a search finds. */
function checkKeyPrefix(client: RedisClient): void {
  const settings: unknown = Reflect.get(client, "options");
  const keyPrefix = isRecord(settings) ? settings.keyPrefix : undefined;
  if (!keyPrefix) return;
  throw new SemanticCacheError(
    "invalid-options",
    `${FACTORY}: a client with a keyPrefix is not taken: indexes do not know it. Use the option "prefix" of the store; got ${JSON.stringify(keyPrefix)}.`,
  );
}

function checkChoice(option: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const named = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  throw new SemanticCacheError(
    "invalid-options",
    `${FACTORY}: ${option} must be ${named}; got ${JSON.stringify(value)}.`,
  );
}

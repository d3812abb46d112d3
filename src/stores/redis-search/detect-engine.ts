import { SemanticCacheError } from "../../errors.ts";
import { asList, type RedisCommands } from "../../store-kit/redis/commands.ts";
import type { RedisSearchEngine } from "./vector-engine.ts";

/**
 * Asks a server what it has, in one round trip. `FT.SEARCH` is taken where both are there.
 *
 * @throws SemanticCacheError `store` when it has neither, or could not be asked.
 */
export async function detectEngine({ send }: RedisCommands): Promise<RedisSearchEngine> {
  const [reply] = await send([["COMMAND", "INFO", "FT.SEARCH", "VSIM"]]).catch(failed);
  const [search, similar] = asList(reply);
  if (asList(search).length > 0) return "query-engine";
  if (asList(similar).length > 0) return "vector-sets";
  throw new SemanticCacheError(
    "store",
    "redisSearchStore: this server has neither FT.SEARCH (Redis Search or valkey-search) nor vector sets (VSIM, Redis 8); use redisStore from ai-sdk-semantic-cache/redis, which needs neither.",
  );
}

function failed(cause: unknown): never {
  throw new SemanticCacheError(
    "store",
    'redisSearchStore: the server could not be asked what it has (COMMAND INFO). If it forbids the question, name the engine: engine: "query-engine" or "vector-sets".',
    { cause },
  );
}

import { openai } from "@ai-sdk/openai";
import { type SemanticCache, semanticCache } from "ai-sdk-semantic-cache";
import { pgvectorStore } from "ai-sdk-semantic-cache/pgvector";
import { Pool } from "pg";

/** The cache of this process, and the connections it goes through. */
export interface SupportCache {
  readonly cache: SemanticCache;
  /** Waits for writes, then lets go of the database. */
  close(): Promise<void>;
}

/** Opens the cache in the database, and makes its tables where they are not there yet. */
export async function openCache(connectionString: string): Promise<SupportCache> {
  const pool = new Pool({ connectionString });
  pool.on("error", console.error); // without it, a database that restarts ends this process
  const store = pgvectorStore({ client: pool });
  await store.migrate(); // better a step of the deployment; many processes may do it at once

  const cache = semanticCache({
    embeddingModel: openai.embedding("text-embedding-3-small"),
    store,
    onEvent(event) {
      if (event.type === "error") console.error(`semantic cache, ${event.stage}:`, event.error);
    },
  });
  return {
    cache,
    async close() {
      await cache.close();
      await pool.end();
    },
  };
}

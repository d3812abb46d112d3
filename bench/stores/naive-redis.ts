import { cosineSimilarity } from "ai";
import { Redis } from "ioredis";
import { startRedis } from "../../test/support/engines/redis-engine.ts";
import { found } from "./backends.ts";
import { countingProxy } from "./counting-proxy.ts";
import { entryOf } from "./entries.ts";
import type { Vectors } from "./vectors.ts";

const LISTED = "naive:keys";
const THRESHOLD = 0.85;
const BATCH = 500;

/**
 * The design that most caches on plain Redis have, on a Redis of its own: a hash per entry, vectors as
 * JSON, compared here.
 */
export interface NaiveRedis {
  fill(vectors: Vectors, size: number): Promise<void>;
  /** One `HGETALL` after the other. */
  lookup(query: Float32Array): Promise<string | undefined>;
  /** `HGETALL`s in batches, each sent before its first is answered. */
  lookupPipelined(query: Float32Array): Promise<string | undefined>;
  /** What one lookup moves over the wire. */
  bytesOf(query: Float32Array): Promise<number>;
  stop(): Promise<void>;
}

interface Best {
  payload?: string | undefined;
  similarity: number;
}

/** Starts a Redis for it. */
export async function naiveRedis(): Promise<NaiveRedis> {
  const engine = found(await startRedis("redis", undefined));
  const redis = new Redis(engine.url);
  redis.on("error", () => {}); // the calls reject with it
  return {
    fill: (vectors, size) => fill(redis, vectors, size),
    lookup: (query) => lookUp(redis, query, 1),
    lookupPipelined: (query) => lookUp(redis, query, BATCH),
    async bytesOf(query) {
      const proxy = await countingProxy(engine.url);
      const counted = new Redis(proxy.url);
      await lookUp(counted, query, BATCH);
      counted.disconnect();
      proxy.close();
      return proxy.traffic().bytes;
    },
    async stop() {
      redis.disconnect();
      await engine.server?.stop();
    },
  };
}

async function fill(redis: Redis, vectors: Vectors, size: number): Promise<void> {
  for (let start = 0; start < size; start += BATCH) {
    const pipeline = redis.pipeline();
    for (let index = start; index < Math.min(size, start + BATCH); index++) {
      const { key, payload } = entryOf(vectors, index);
      const vector = JSON.stringify([...vectors.at(index)]);
      pipeline.hset(`naive:${key}`, { vector, payload }).sadd(LISTED, `naive:${key}`);
    }
    await pipeline.exec();
  }
}

async function lookUp(
  redis: Redis,
  query: Float32Array,
  batchSize: number,
): Promise<string | undefined> {
  const values = [...query];
  const best: Best = { similarity: THRESHOLD };
  const keys = await redis.smembers(LISTED);
  for (let start = 0; start < keys.length; start += batchSize) {
    const batch = keys.slice(start, start + batchSize).map((key) => redis.hgetall(key));
    for (const row of await Promise.all(batch)) {
      const similarity = cosineSimilarity(values, JSON.parse(row.vector ?? "[]"));
      if (similarity >= best.similarity) Object.assign(best, { similarity, payload: row.payload });
    }
  }
  return best.payload;
}

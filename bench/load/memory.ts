import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Subject } from "../stores/subject.ts";
import type { Row } from "../support/bench.ts";
import { rounded } from "../support/measure.ts";
import { rush } from "./callers.ts";
import { loadedCache } from "./loaded-cache.ts";
import { closeAll } from "./open-subjects.ts";

const PER = 10_000;
/** Entries until which compiled code and buffers grow as well. */
const WARMUP = 500;

/**
 * What the process takes for every 10,000 entries that were stored through the middleware and looked up
 * once by meaning, and what Redis takes where that is the engine. Prompts have 1 KB, answers 1.5 KB, vectors
 * 1,536 dimensions.
 */
export async function measureMemory(subject: Subject, entries: number): Promise<Row> {
  const backend = await subject.start();
  const connection = await backend.connect(backend.url ?? "");
  const loaded = loadedCache(connection.store, WARMUP + entries);
  const lookAround = () => rush(loaded, loaded.questions.next("semantic", 10), 1);
  try {
    await loaded.fill(WARMUP);
    await lookAround();
    const [before, serverBefore] = [await processBytes(), await redisBytes(backend.url)];
    await loaded.fill(WARMUP + entries);
    await lookAround();
    const [after, serverAfter] = [await processBytes(), await redisBytes(backend.url)];
    const megabytes = (bytes: number): number => rounded((bytes * PER) / entries / 1e6);
    return {
      name: `${subject.name}, memory`,
      entries,
      processMegabytesPer10k: megabytes(after - before),
      redisMegabytesPer10k:
        serverAfter === undefined ? undefined : megabytes(serverAfter - (serverBefore ?? 0)),
    };
  } finally {
    await closeAll(loaded, connection, backend);
  }
}

/** What the process holds after what nobody needs is gone. */
async function processBytes(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.();
    await pause(50);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function redisBytes(url: string | undefined): Promise<number | undefined> {
  if (!url?.startsWith("redis:")) return undefined;
  const client = new Redis(url);
  try {
    return Number(/^used_memory:(\d+)/m.exec(await client.info("memory"))?.[1]);
  } finally {
    client.disconnect();
  }
}

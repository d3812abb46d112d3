import { setTimeout } from "node:timers/promises";
import type { CacheStore } from "../../src/index.ts";
import { percentile } from "../stores/time-lookups.ts";
import type { Row } from "../support/bench.ts";
import { rounded } from "../support/measure.ts";
import { entryOf, fill, indexOf, lookup, unboundedStore } from "./filled-store.ts";
import { createSource } from "./vectors.ts";

type Precision = "float32" | "int8";

/** What a vector takes besides its numbers: its sketch, and where it lies. */
const BOUND_BESIDES = 64;
const MEASURED = 20_000;

/** Bytes per entry that its vector takes: a store with vectors, less the same one without. */
export async function bytesPerEntry(dimensions: number, precision: Precision): Promise<Row> {
  const source = createSource(dimensions);
  await grown(precision, (index) => source.at(index)); // until then the code takes memory as well
  const without = await grown(precision, () => undefined);
  const withVectors = await grown(precision, (index) => source.at(index));
  const bytes = (withVectors - without) / MEASURED;
  const gate = (precision === "int8" ? 1 : 4) * dimensions + BOUND_BESIDES;
  return {
    name: `bytes ${dimensions} ${precision}`,
    bytesPerEntry: Math.round(bytes),
    gate,
    ok: bytes <= gate,
  };
}

/** A store that is full, and a million entries that push each other out: what the process has more afterwards. */
export async function churn(): Promise<Row> {
  const [held, written, dimensions] = [10_000, 1_000_000, 64];
  const source = createSource(dimensions);
  const vectors = Array.from({ length: 997 }, (_, index) => source.at(50 * index));
  const store = unboundedStore({ maxEntries: held });
  const write = async (from: number, to: number): Promise<number> => {
    const startedAt = performance.now();
    for (let index = from; index < to; index++) {
      await store.set(entryOf(index, vectors[index % vectors.length]));
    }
    return (1_000 * (performance.now() - startedAt)) / (to - from);
  };
  await write(0, 5 * held);
  const before = await memory();
  const writeUs = await write(5 * held, 5 * held + written);
  const growthPercent = rounded((100 * ((await memory()) - before)) / before);
  await store.size();
  return {
    name: "1m puts and evictions",
    growthPercent,
    writeUs: rounded(writeUs),
    gate: 5,
    ok: growthPercent <= 5,
  };
}

/** A million entries of one byte per dimension in one scope. */
export async function million(): Promise<Row> {
  const [count, dimensions] = [1_000_000, 1_536];
  const source = createSource(dimensions);
  const store = unboundedStore({ precision: "int8" });
  const { insertUs, meanUs, slowestMs } = await fill(store, count, source.at);
  const times: number[] = [];
  let found = 0;
  for (let seed = 0; seed < 80; seed++) {
    const index = (seed * 7_919) % count;
    const isParaphrase = seed % 2 === 0;
    const question = isParaphrase ? source.near(index, seed) : source.far(seed);
    const startedAt = performance.now();
    const [match] = await lookup(store, question);
    times.push(performance.now() - startedAt);
    if (isParaphrase && match && indexOf(match) === index) found++;
  }
  const gigabytes = rounded(process.memoryUsage().rss / 1e9);
  const p50Ms = percentile(times, 0.5);
  return {
    name: `${count}x${dimensions} int8`,
    p50Ms,
    minMs: rounded(Math.min(...times)),
    insertUs: rounded(insertUs),
    insertMeanUs: rounded(meanUs),
    slowestInsertMs: rounded(slowestMs),
    foundOf40: found,
    gigabytes,
    gate: 50,
    ok: p50Ms < 50 && gigabytes <= 2.5 && insertUs < 50,
  };
}

async function grown(
  precision: Precision,
  vectorAt: (index: number) => Float32Array | undefined,
): Promise<number> {
  const store = unboundedStore({ precision });
  const before = await memory();
  await fill(store, MEASURED, vectorAt);
  const after = await memory();
  await alive(store);
  return after - before;
}

/** Keeps a store from being collected before. */
async function alive(store: CacheStore): Promise<void> {
  await store.get({ scope: "0", keys: ["0"] });
}

async function memory(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await setTimeout(20);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

import { setTimeout } from "node:timers/promises";
import type { CacheStore } from "../../src/index.ts";
import { fill, indexOf, lookup, unboundedStore } from "../memory/filled-store.ts";
import { createSource, type VectorSource } from "../memory/vectors.ts";
import type { Row } from "../support/bench.ts";
import { measure, rounded, type Timing, type Variant } from "../support/measure.ts";
import { machine } from "../support/report.ts";
import { memoryBandwidth } from "./memory-bandwidth.ts";
import { PRECISIONS, type Precision } from "./rows.ts";

/** A store of some size, and what filling it took. */
interface Grown {
  readonly name: string;
  readonly count: number;
  readonly precision: Precision;
  readonly store: CacheStore;
  readonly insertUs: number;
  readonly insertMeanUs: number;
  readonly bytesPerEntry: number;
}

const DIMENSIONS = 384;
const SIZES = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
/** Whoever wants more in one process is told to take `int8`. */
const MOST_FLOAT32 = 300_000;
const WARMUP = { writes: 3_000, lookups: 300 };
const ROUNDS = 60;
/** Lookups in one timed run, half of them paraphrases: whatever ran before took the caches of the processor. */
const BATCH = 4;
const QUESTIONS = 240;
const CHECKED = 100;

/**
 * What a lookup, a write and an entry of the memory store take as it grows. All stores are filled first and
 * then asked in turns, so that a disturbance meets every size.
 */
export async function* growth(sizes: readonly number[] = SIZES): AsyncGenerator<Row> {
  yield { name: "machine", about: machine() };
  yield memoryBandwidth();
  const source = createSource(DIMENSIONS);
  const stores: Grown[] = [];
  for (const precision of PRECISIONS) await warmUp(precision, source);
  for (const precision of PRECISIONS) {
    const most = precision === "float32" ? MOST_FLOAT32 : Number.POSITIVE_INFINITY;
    // The largest first: what the engine frees late (its own code, for example) counts least there.
    const descending = sizes.toSorted((left, right) => right - left);
    for (const count of descending.filter((size) => size <= most)) {
      stores.push(await grow(count, precision, source));
    }
  }
  const variants = stores.map((grown) => [grown.name, asked(grown, source)] as const);
  const timings = await measure(Object.fromEntries(variants), { rounds: ROUNDS, warmup: 6 });
  for (const grown of stores.toReversed())
    yield await rowOf(grown, timings[grown.name] as Timing, source);
}

/** Writes to and asks a store that is thrown away: until then the code is not compiled. */
async function warmUp(precision: Precision, source: VectorSource): Promise<void> {
  const store = unboundedStore({ precision });
  await fill(store, WARMUP.writes, source.at);
  for (let index = 0; index < WARMUP.lookups; index++) await lookup(store, source.at(index));
}

async function grow(count: number, precision: Precision, source: VectorSource): Promise<Grown> {
  const before = await memory();
  const store = unboundedStore({ precision });
  const { insertUs, meanUs: insertMeanUs } = await fill(store, count, source.at);
  const bytesPerEntry = ((await memory()) - before) / count;
  const name = `${count}x${DIMENSIONS} ${precision}`;
  return { name, count, precision, store, insertUs, insertMeanUs, bytesPerEntry };
}

function asked({ count, store }: Grown, source: VectorSource): Variant {
  const questions = Array.from({ length: QUESTIONS }, (_, seed) =>
    seed % 2 === 0 ? paraphrase(seed, count, source) : source.far(seed),
  );
  let next = 0;
  return {
    async run() {
      let found = 0;
      for (let at = 0; at < BATCH; at++) {
        found += (await lookup(store, questions[next++ % QUESTIONS] as Float32Array)).length;
      }
      return found;
    },
  };
}

async function rowOf(grown: Grown, timing: Timing, source: VectorSource): Promise<Row> {
  const { name, count, precision, store, insertUs, insertMeanUs, bytesPerEntry } = grown;
  let found = 0;
  for (let seed = 0; seed < CHECKED; seed++) {
    const [match] = await lookup(store, paraphrase(seed, count, source));
    if (match && indexOf(match) === placeOf(seed, count)) found++;
  }
  return {
    name,
    count,
    dimensions: DIMENSIONS,
    precision,
    p50Ms: rounded(timing.median / BATCH),
    minMs: rounded(timing.min / BATCH),
    insertUs: rounded(insertUs),
    insertMeanUs: rounded(insertMeanUs),
    bytesPerEntry: Math.round(bytesPerEntry),
    foundOf100: found,
  };
}

function paraphrase(seed: number, count: number, source: VectorSource): Float32Array {
  return source.near(placeOf(seed, count), seed);
}

function placeOf(seed: number, count: number): number {
  return (seed * 7_919) % count;
}

/** What the process holds, in bytes, after what nobody needs is gone. */
async function memory(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    await setTimeout(100);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

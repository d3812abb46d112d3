import type { CacheStore } from "../../src/store.ts";
import type { Row } from "../support/bench.ts";
import { measure, medianRatio, rounded, type Timing } from "../support/measure.ts";
import { fill } from "./measure-store.ts";
import { type NaiveRedis, naiveRedis } from "./naive-redis.ts";
import type { Subject } from "./subject.ts";
import { search } from "./time-lookups.ts";
import type { Vectors } from "./vectors.ts";

const GATE = 500;
const ROUNDS = 7;
/** Searches of our store in one timed run. */
const SEARCHES = 100;

/**
 * How many searches of our store fit into one of the naive design, on the same data. Both are asked in
 * turns, for hits and misses alternately. The naive design has no exact step, so ours is left out too.
 */
export async function compareNaive(
  subject: Subject,
  vectors: Vectors,
  size: number,
): Promise<readonly Row[]> {
  const naive = await naiveRedis();
  const backend = await subject.start();
  try {
    const { store, close } = await backend.connect(backend.url ?? "");
    await naive.fill(vectors, size);
    await fill(store, vectors, size);
    const { ours, oneByOne, pipelined } = await timeInTurns(naive, store, vectors, size);
    const bytes = await naive.bytesOf(vectors.far(0));
    await close();
    const row = (name: string, timing: Timing) => {
      const ratio = rounded(SEARCHES * medianRatio(timing, ours));
      return {
        name: `${subject.name} ${size / 1_000}k against HGETALL of JSON, ${name}`,
        naiveMedianMs: rounded(timing.median),
        naiveBytes: bytes,
        storeMedianMs: rounded(ours.median / SEARCHES),
        ratio,
      };
    };
    const gated = row("one by one", oneByOne);
    return [
      { ...gated, gate: GATE, ok: gated.ratio >= GATE },
      { ...row("pipelined", pipelined), gate: undefined, ok: undefined },
    ];
  } finally {
    await Promise.all([naive.stop(), backend.stop()]);
  }
}

function timeInTurns(naive: NaiveRedis, store: CacheStore, vectors: Vectors, size: number) {
  let asked = 0;
  const next = (): Float32Array =>
    asked++ % 2 === 0 ? vectors.near(asked, size) : vectors.far(asked);
  let queries: readonly Float32Array[] = [];
  const prepare = (): void => {
    queries = Array.from({ length: SEARCHES }, next);
  };
  const query = (): Float32Array => queries[asked % SEARCHES] ?? next();
  return measure(
    {
      ours: { prepare, run: () => searchAll(store, queries) },
      oneByOne: { prepare, run: () => naive.lookup(query()) },
      pipelined: { prepare, run: () => naive.lookupPipelined(query()) },
    },
    { rounds: ROUNDS, warmup: 1 },
  );
}

async function searchAll(store: CacheStore, queries: readonly Float32Array[]): Promise<number> {
  let found = 0;
  for (const query of queries) found += (await search(store, query)).length;
  return found;
}

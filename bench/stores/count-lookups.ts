import { type CountingProxy, countingProxy } from "./counting-proxy.ts";
import type { Backend } from "./subject.ts";
import { lookup, type Question } from "./time-lookups.ts";
import type { Vectors } from "./vectors.ts";

const WARMUP = 5;
const LOOKUPS = 20;

/** What lookups move over the wire. */
export interface Counted {
  readonly hitBytes: number;
  readonly hitRoundTrips: number;
  readonly missBytes: number;
  readonly missRoundTrips: number;
  /** Most of any single lookup, hit or miss. */
  readonly mostBytes: number;
  /** What the first lookup of a new process moves. */
  readonly firstLookupBytes: number;
}

/** Counts what a second client's lookups move, once it is warm. */
export async function countLookups(
  backend: Backend,
  url: string,
  vectors: Vectors,
  questions: readonly Question[],
): Promise<Counted> {
  const proxy = await countingProxy(url);
  const { store, close } = await backend.connect(proxy.url);
  const count = (vector: Float32Array, seed: number) =>
    counted(proxy, () => lookup(store, vector, seed));

  await store.get({ scope: "0", keys: ["0"] }); // connects
  const first = await count(vectors.far(1), 1);
  for (let warm = 0; warm < WARMUP; warm++) await lookup(store, vectors.far(-warm), -warm);
  const hits = [];
  const misses = [];
  for (const [seed, { vector }] of questions.slice(0, LOOKUPS).entries()) {
    hits.push(await count(vector, seed));
    misses.push(await count(vectors.far(seed), seed));
  }
  await close();
  proxy.close();
  return {
    hitBytes: mean(hits.map(({ bytes }) => bytes)),
    hitRoundTrips: mean(hits.map(({ roundTrips }) => roundTrips)),
    missBytes: mean(misses.map(({ bytes }) => bytes)),
    missRoundTrips: mean(misses.map(({ roundTrips }) => roundTrips)),
    mostBytes: Math.max(...[...hits, ...misses].map(({ bytes }) => bytes)),
    firstLookupBytes: first.bytes,
  };
}

async function counted(proxy: CountingProxy, run: () => Promise<unknown>) {
  const before = proxy.traffic();
  await run();
  const after = proxy.traffic();
  return {
    bytes: after.bytes - before.bytes,
    roundTrips: after.roundTrips - before.roundTrips,
  };
}

function mean(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return Math.round((10 * sum) / values.length) / 10;
}

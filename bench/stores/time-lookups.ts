import type { CacheStore, Match } from "../../src/store.ts";
import type { Row } from "../support/bench.ts";
import { rounded } from "../support/measure.ts";
import { shareOf } from "../support/share.ts";
import { keyOf, SCOPE, SPACE, unknownKey } from "./entries.ts";
import { nearestOf, type Vectors } from "./vectors.ts";

const THRESHOLD = 0.85;
const LIMIT = 4;
const QUESTIONS = 200;
/** From here on fewer questions: finding out what is right takes longer than asking. */
const LARGE = 20_000;
const BUDGET_MS = 20_000;
const WARMUP = 5;

/** A paraphrase of something stored, and the index of the entry that an exact scan finds for it. */
export interface Question {
  readonly vector: Float32Array;
  readonly nearest: number;
}

/** Questions about the first `size` vectors. */
export function questionsAbout(vectors: Vectors, size: number): readonly Question[] {
  return Array.from({ length: size > LARGE ? QUESTIONS / 4 : QUESTIONS }, (_, seed) => {
    const vector = vectors.near(seed + 1, size);
    return { vector, nearest: nearestOf(vectors, vector, size) };
  });
}

/**
 * What lookups take, in the two steps of the cache: the exact one, then the one by meaning. A hit, a miss
 * and an exact hit take turns, so that a disturbance meets all of them.
 */
export async function timeLookups(
  store: CacheStore,
  vectors: Vectors,
  questions: readonly Question[],
): Promise<Partial<Row>> {
  const times = { exact: [] as number[], hit: [] as number[], miss: [] as number[] };
  const firstLookupMs = await timed(() => lookup(store, vectors.far(QUESTIONS), QUESTIONS));
  for (let warm = 1; warm < WARMUP; warm++) await lookup(store, vectors.far(-warm), -warm);

  let found = 0;
  const startedAt = performance.now();
  for (const [seed, { vector, nearest }] of questions.entries()) {
    const key = keyOf(nearest);
    let matches: readonly Match[] = [];
    times.hit.push(
      await timed(async () => {
        matches = await lookup(store, vector, seed);
      }),
    );
    found += matches[0]?.entry.key === key ? 1 : 0;
    times.miss.push(await timed(() => lookup(store, vectors.far(seed), seed)));
    times.exact.push(await timed(() => store.get({ scope: SCOPE, keys: [key] })));
    if (performance.now() - startedAt > BUDGET_MS) break;
  }
  return {
    search: store.capabilities.search,
    lookups: times.hit.length,
    recallAt1: shareOf(found, times.hit.length),
    exactHitP50Ms: percentile(times.exact, 0.5),
    exactHitP99Ms: percentile(times.exact, 0.99),
    hitP50Ms: percentile(times.hit, 0.5),
    hitP99Ms: percentile(times.hit, 0.99),
    missP50Ms: percentile(times.miss, 0.5),
    missP99Ms: percentile(times.miss, 0.99),
    firstLookupMs: rounded(firstLookupMs),
  };
}

/** What the cache asks of a store for one request that is not stored word for word. */
export async function lookup(
  store: CacheStore,
  vector: Float32Array,
  seed: number,
): Promise<readonly Match[]> {
  await store.get({ scope: SCOPE, keys: [unknownKey(seed)] });
  return search(store, vector);
}

/** The second step alone: the lookup by meaning. */
export async function search(store: CacheStore, vector: Float32Array): Promise<readonly Match[]> {
  return store.search({ scope: SCOPE, space: SPACE, vector, limit: LIMIT, threshold: THRESHOLD });
}

/** The value that a share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return rounded(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
}

async function timed(run: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

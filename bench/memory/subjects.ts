import { cosineSimilarity } from "ai";
import { medianOf } from "../support/measure.ts";
import { fill, indexOf, lookup, unboundedStore } from "./filled-store.ts";
import { nativePeers } from "./peers.ts";

/** Something that holds vectors and names the one nearest to a question. */
export interface Filled {
  readonly name: string;
  /** What one write took, in microseconds: the median. */
  readonly insertUs: number;
  readonly insertMeanUs?: number;
  /** Whether one lookup is enough to measure it. */
  readonly isSlow?: boolean;
  readonly nearest: (question: Float32Array) => number | Promise<number>;
}

/** Writes and lookups of a store that is thrown away: until then the code is not compiled. */
const WARMUP = { writes: 3_000, lookups: 300 };

/** The memory store. */
export async function filledStore(vectors: readonly Float32Array[]): Promise<Filled> {
  const warm = unboundedStore();
  await fill(warm, Math.min(WARMUP.writes, vectors.length), (index) => vectors[index]);
  for (const vector of vectors.slice(0, WARMUP.lookups)) await lookup(warm, vector);
  const store = unboundedStore();
  const { insertUs, meanUs } = await fill(store, vectors.length, (index) => vectors[index]);
  return {
    name: "store",
    insertUs,
    insertMeanUs: meanUs,
    async nearest(question) {
      const [match] = await lookup(store, question);
      return match ? indexOf(match) : -1;
    },
  };
}

/** What one would write by hand: `cosineSimilarity` of `ai` over lists as its `embedMany` returns them. */
export function filledLoop(vectors: readonly Float32Array[]): Filled {
  const lists = vectors.map((vector) => Array.from(vector));
  return {
    name: "loop",
    insertUs: 0,
    isSlow: true,
    nearest(question) {
      const asked = Array.from(question);
      let nearest = -1;
      let highest = -2;
      for (let index = 0; index < lists.length; index++) {
        const similarity = cosineSimilarity(asked, lists[index] as number[]);
        if (similarity <= highest) continue;
        nearest = index;
        highest = similarity;
      }
      return nearest;
    },
  };
}

/** The native indexes that are installed. */
export function filledPeers(vectors: readonly Float32Array[], dimensions: number): Filled[] {
  return nativePeers(dimensions, vectors.length).map(({ name, add, nearest }) => {
    const times = vectors.map((vector, index) => {
      const startedAt = performance.now();
      add(index, vector);
      return performance.now() - startedAt;
    });
    const insertUs = 1_000 * medianOf(times);
    return { name, insertUs, nearest };
  });
}

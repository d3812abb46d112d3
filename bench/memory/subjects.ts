import { cosineSimilarity } from "ai";
import { fill, indexOf, lookup, unboundedStore } from "./filled-store.ts";
import { nativePeers } from "./peers.ts";

/** Something that holds vectors and names the one nearest to a question. */
export interface Filled {
  readonly name: string;
  /** What one write took on average, in microseconds. */
  readonly insertUs: number;
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
  const { insertUs } = await fill(store, vectors.length, (index) => vectors[index]);
  return {
    name: "store",
    insertUs,
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
    const startedAt = performance.now();
    for (const [index, vector] of vectors.entries()) add(index, vector);
    const insertUs = (1_000 * (performance.now() - startedAt)) / vectors.length;
    return { name, insertUs, nearest };
  });
}

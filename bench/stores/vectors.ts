import { dot } from "../../src/similarity.ts";

export const DIMENSIONS = 1_536;

/** Questions that belong together: near each other, as real ones are. */
const CLUSTER = 50;
/** Every so many clusters, one is made of near-duplicates, as templates make them. */
const TEMPLATED = 8;
/** Squares of the parts of a vector: what all have in common, what its cluster has, and its own. */
const COMMON = 0.44;
const SHARED = { plain: 0.3, templated: 0.48 };
/** What a paraphrase is to its question. */
const PARAPHRASE = 0.93;

/** Unit vectors that lie as embeddings of sentences do: in clusters, and all towards one side. */
export interface Vectors {
  readonly count: number;
  at(index: number): Float32Array;
  /** A paraphrase of a stored vector, another one for every `seed`. */
  near(seed: number, count: number): Float32Array;
  /** A vector of a cluster of which none is stored. */
  far(seed: number): Float32Array;
}

/** `count` vectors, always the same ones; fewer of them are the first of more. */
export function createVectors(count: number): Vectors {
  const all = new Float32Array(count * DIMENSIONS);
  const at = (index: number): Float32Array =>
    all.subarray(index * DIMENSIONS, (index + 1) * DIMENSIONS);
  const common = direction(1);
  let centre = direction(0);
  for (let index = 0; index < count; index++) {
    if (index % CLUSTER === 0) centre = direction(centreSeed(index));
    at(index).set(inCluster(common, centre, index));
  }
  return {
    count,
    at,
    near(seed, among) {
      const stored = at(Math.floor(random(seed)() * among));
      const aside = Math.sqrt(1 - PARAPHRASE ** 2);
      return sum([stored, PARAPHRASE], [direction(~seed), aside]);
    },
    far: (seed) => inCluster(common, direction(-1_000_000 - seed), -1 - seed),
  };
}

/** The index of the vector nearest to `query` among the first `count`, by looking at each of them. */
export function nearestOf(vectors: Vectors, query: Float32Array, count: number): number {
  let best = { index: -1, similarity: -2 };
  for (let index = 0; index < count; index++) {
    const similarity = dot(vectors.at(index), query);
    if (similarity > best.similarity) best = { index, similarity };
  }
  return best.index;
}

function inCluster(common: Float32Array, centre: Float32Array, index: number): Float32Array {
  const isTemplated = Math.floor(index / CLUSTER) % TEMPLATED === 0;
  const shared = isTemplated ? SHARED.templated : SHARED.plain;
  return sum(
    [common, Math.sqrt(COMMON)],
    [centre, Math.sqrt(shared)],
    [direction(index * 2 + 3), Math.sqrt(1 - COMMON - shared)],
  );
}

function centreSeed(index: number): number {
  return 1_000_000_000 + index;
}

function sum(...parts: readonly (readonly [vector: Float32Array, weight: number])[]): Float32Array {
  const total = new Float32Array(DIMENSIONS);
  for (const [vector, weight] of parts) {
    for (let at = 0; at < DIMENSIONS; at++) {
      total[at] = (total[at] as number) + weight * (vector[at] as number);
    }
  }
  return unit(total);
}

/** A direction by chance: nearly at a right angle to any other. */
function direction(seed: number): Float32Array {
  const next = random(seed);
  return unit(Float32Array.from({ length: DIMENSIONS }, () => next() - 0.5));
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) / length;
  return vector;
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

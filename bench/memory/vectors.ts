/** Unit vectors that lie as embeddings of sentences do; made when asked for, the same ones each time. */
export interface VectorSource {
  readonly dimensions: number;
  at(index: number): Float32Array;
  /** A paraphrase of the vector of an index: their cosine is about 0.93. */
  near(index: number, seed: number): Float32Array;
  /** A vector of a cluster of which none is stored. */
  far(seed: number): Float32Array;
}

/** Questions that belong together. Every eighth cluster is made of near-duplicates, as templates make them. */
const CLUSTER = 50;
const TEMPLATED = 8;
/** Squares of the parts of a vector: common to all, to its cluster; the rest is its own. */
const COMMON = 0.44;
const SHARED = { plain: 0.3, templated: 0.48 };
const PARAPHRASE = 0.93;

/** A source of vectors of some length. */
export function createSource(dimensions: number): VectorSource {
  const common = direction(dimensions, 1);

  function inCluster(cluster: number, seed: number): Float32Array {
    const shared = cluster % TEMPLATED === 0 ? SHARED.templated : SHARED.plain;
    const centre = direction(dimensions, 2 * cluster + 1_000_000_007);
    const own = direction(dimensions, 2 * seed + 2);
    const [all, some, rest] = [COMMON, shared, 1 - COMMON - shared].map(Math.sqrt) as [
      number,
      number,
      number,
    ];
    const vector = new Float32Array(dimensions);
    for (let at = 0; at < dimensions; at++) {
      vector[at] =
        all * (common[at] as number) + some * (centre[at] as number) + rest * (own[at] as number);
    }
    return unit(vector);
  }

  const at = (index: number): Float32Array => inCluster(Math.floor(index / CLUSTER), index);

  return {
    dimensions,
    at,
    near(index, seed) {
      const aside = direction(dimensions, -2 * seed - 5);
      const rest = Math.sqrt(1 - PARAPHRASE ** 2);
      return unit(at(index).map((value, place) => PARAPHRASE * value + rest * (aside[place] ?? 0)));
    },
    far: (seed) => inCluster(100_000_000 + 8 * seed + 1, -seed - 1),
  };
}

/** A direction by chance (xorshift): nearly at a right angle to any other. */
function direction(dimensions: number, seed: number): Float32Array {
  const vector = new Float32Array(dimensions);
  let state = Math.imul(seed, 0x9e3779b1) ^ 0x2545f491 || 1;
  for (let at = -4; at < dimensions; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    if (at >= 0) vector[at] = state;
  }
  return unit(vector);
}

function unit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (let at = 0; at < vector.length; at++) squares += (vector[at] as number) ** 2;
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) * scale;
  return vector;
}

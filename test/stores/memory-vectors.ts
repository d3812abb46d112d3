/** Unit vectors as they come from models and templates, and as they should not come; the same for the same seed. */
export type Shape =
  | "clusters"
  | "templates"
  | "near-duplicates"
  | "anisotropic"
  | "zero-mean"
  | "sparse";

export const SHAPES: readonly Shape[] = [
  ...(["clusters", "templates", "near-duplicates", "anisotropic", "zero-mean", "sparse"] as const),
];

/** How much of a vector is common to all of them, common to its cluster, and its own. */
const SHARES: Readonly<Record<Shape, readonly [all: number, cluster: number, own: number]>> = {
  clusters: [0.65, 0.6, 0.5],
  templates: [0.6, 0.75, 0.25],
  "near-duplicates": [0.6, 0.8, 0.02],
  anisotropic: [0.97, 0.15, 0.15],
  "zero-mean": [0, 0.7, 0.7],
  sparse: [0, 0.7, 0.7],
};

/** Of sparse vectors so many numbers are not zero. */
const SPARSE = 12;

/** An endless source of vectors of one shape. */
export function source(shape: Shape, dimensions: number, seed: number): () => Float32Array {
  const next = random(seed);
  const direction = (): Float32Array => {
    const kept = shape === "sparse" ? SPARSE / dimensions : 1;
    return unit(new Float32Array(dimensions).map(() => (next() < kept ? next() - 0.5 : 0)));
  };
  const common = direction();
  const centres = Array.from({ length: 20 }, direction);
  const [all, cluster, own] = SHARES[shape];
  return () => {
    const centre = centres[Math.floor(next() * centres.length)] ?? common;
    const rest = direction();
    return unit(
      common.map(
        (value, at) => all * value + cluster * (centre[at] ?? 0) + own * (rest[at] ?? 0) + 1e-9,
      ),
    );
  };
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? vector.map((value) => value / length) : vector.fill(vector.length ** -0.5);
}

/** Numbers from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

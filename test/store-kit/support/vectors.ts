/** Unit vectors that can be made again: the same seed gives the same ones. */
export interface Vectors {
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** A vector of no particular direction. */
  readonly any: () => Float32Array;
  /** A vector between two, nearer to the one with the larger share. */
  readonly mix: (
    left: Float32Array,
    leftShare: number,
    right: Float32Array,
    rightShare: number,
  ) => Float32Array;
  /** A vector of one of some clusters which all lean to one side, as embeddings do. */
  readonly clustered: () => Float32Array;
}

/** Vectors with some dimensions. */
export function vectorsOf(
  dimensions: number,
  { clusters = 60, seed = 1 }: { readonly clusters?: number; readonly seed?: number } = {},
): Vectors {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  const any = (): Float32Array => unit(Float32Array.from({ length: dimensions }, normal));
  const mix: Vectors["mix"] = (left, leftShare, right, rightShare) =>
    unit(left.map((value, at) => leftShare * value + rightShare * (right[at] ?? 0)));

  const side = any();
  const centres = Array.from({ length: clusters }, () => mix(side, 0.66, any(), 0.75));
  const clustered = (): Float32Array => {
    const centre = centres[Math.floor(random() * clusters)] ?? side;
    return mix(centre, 0.85, any(), 0.53);
  };
  return { random, any, mix, clustered };
}

function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/**
 * Sketches: the signs of a vector that was turned at random, one bit each. The engine compares them about
 * ten times as fast as vectors, and how many bits of two sketches differ tells the angle of their vectors.
 *
 * The turn is the same for all vectors of a length and part of the stored format: it must never change.
 */

const SEED = 0x5eed_cafe;
const TURNS = 2;

/**
 * Five standard deviations: of the entries right at the threshold, three in ten million are overlooked,
 * of those above it fewer.
 */
const MARGIN = 5;

/** How many bits the sketch of a vector has: the next power of two, so that the turn is fast. */
export function sketchBits(dimensions: number): number {
  return 2 ** Math.ceil(Math.log2(dimensions));
}

/**
 * The turned vector, whose signs the engine packs (`vector1bit`). Two rounds of random flips and a
 * Walsh–Hadamard transform: after them no coordinate weighs more than others, whatever the model.
 */
export function turned(vector: Float32Array): Float32Array {
  const values = new Float32Array(sketchBits(vector.length));
  values.set(vector);
  const flips = randomBits(SEED);
  for (let turn = 0; turn < TURNS; turn++) {
    for (let at = 0; at < values.length; at++) {
      if (flips()) values[at] = -(values[at] as number);
    }
    transform(values);
  }
  return values;
}

/** The most bits in which the sketch of a vector at least as near as `similarity` differs. */
export function mostBits(bits: number, similarity: number): number {
  const share = Math.acos(Math.min(1, Math.max(-1, similarity))) / Math.PI;
  return bits * share + MARGIN * Math.sqrt(bits * share * (1 - share)) + 1; // rounding may turn one sign
}

/** Walsh–Hadamard transform, in place; scaled so that lengths stay in range. */
function transform(values: Float32Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let at = start; at < start + half; at++) {
        const left = values[at] as number;
        const right = values[at + half] as number;
        values[at] = left + right;
        values[at + half] = left - right;
      }
    }
  }
}

/** Random bits that are the same everywhere (mulberry32). */
function randomBits(seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) < 0;
  };
}

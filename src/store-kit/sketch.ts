/** How many bits a sketch has, and in how many words they lie. */
export const SKETCH_BITS = 256;
const WORDS = SKETCH_BITS / 32;

/** 256 bits that say on which side of as many planes a vector lies, in 32-bit words. */
export type Sketch = Uint32Array;

/**
 * The sketch of a vector as seen from `mean`: the signs of its coordinates after a rotation that looks
 * random and is always the same (random signs and Hadamard transforms, twice). Two vectors differ in about
 * 256 · angle / π bits (Charikar 2002). Any number of dimensions gives 256 bits.
 */
export function sketchOf(vector: Float32Array, mean?: Float32Array): Sketch {
  const values = new Float64Array(SKETCH_BITS);
  for (let at = 0; at < vector.length; at++) {
    const value = (vector[at] as number) - (mean?.[at] ?? 0);
    const slot = at & (SKETCH_BITS - 1);
    values[slot] = (values[slot] as number) + randomSign(at, 1) * value;
  }
  rotate(values);
  for (let at = 0; at < SKETCH_BITS; at++) {
    values[at] = (values[at] as number) * randomSign(at, 2);
  }
  rotate(values);
  const sketch = new Uint32Array(WORDS);
  for (let at = 0; at < SKETCH_BITS; at++) {
    if ((values[at] as number) > 0)
      sketch[at >>> 5] = (sketch[at >>> 5] as number) | (1 << (at & 31));
  }
  return sketch;
}

/** In how many bits a sketch differs from the one that begins at `offset` of `words`. */
export function differingBits(sketch: Sketch, words: Uint32Array, offset: number): number {
  let bits = 0;
  for (let at = 0; at < WORDS; at++) {
    bits += countBits((sketch[at] as number) ^ (words[offset + at] as number));
  }
  return bits;
}

/** Walsh–Hadamard transform in place: a rotation, up to a factor that changes no sign. */
function rotate(values: Float64Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let at = start; at < start + half; at++) {
        const [left, right] = [values[at] as number, values[at + half] as number];
        values[at] = left + right;
        values[at + half] = left - right;
      }
    }
  }
}

/** 1 or -1 by a hash of a position: part of the stored form, never to be changed. */
function randomSign(position: number, round: number): number {
  let mixed = Math.imul(position + 1, 0x9e3779b1) ^ Math.imul(round, 0x85ebca77);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) & 1 ? 1 : -1;
}

/** How many bits of a 32-bit word are set. */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

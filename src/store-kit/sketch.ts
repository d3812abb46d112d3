/** How many bits a sketch has, and in how many 32-bit words they lie. */
export const SKETCH_BITS = 256;
export const SKETCH_WORDS: number = SKETCH_BITS / 32;

/** 256 bits that say on which side of as many planes a vector lies, in 32-bit words. */
export type Sketch = Int32Array;

/** Vectors may have more dimensions than there are signs: then the signs come again. */
const SIGNS = 8_192;
const FLIPS: readonly [before: Int8Array, between: Int8Array] = [signsOf(1), signsOf(2)];

/**
 * The sketch of a vector as seen from `mean`: the signs of its coordinates after a rotation that looks
 * random and is always the same. Two vectors differ in about 256 · angle / π bits (Charikar 2002). Any
 * number of dimensions gives 256 bits: every 256 of them are rotated (random signs, Hadamard transform),
 * their sum with random signs is rotated again. Being rotated before they are summed, few coordinates that
 * say everything cannot cancel out (Ailon and Chazelle 2006).
 */
export function sketchOf(vector: Float32Array, mean?: Float32Array): Sketch {
  const values = new Float64Array(2 * SKETCH_BITS); // the sum, and behind it the part at hand
  for (let start = 0; start < vector.length; start += SKETCH_BITS) {
    readPart(values, vector, mean, start);
    rotate(values, SKETCH_BITS);
    addPart(values, start);
  }
  rotate(values, 0);
  return signBits(values);
}

/** In how many bits two sketches differ. {@link SketchList} does the same for many at once. */
export function differingBits(left: Sketch, right: Sketch): number {
  let bits = 0;
  for (let at = 0; at < SKETCH_WORDS; at++) {
    bits += countBits((left[at] as number) ^ (right[at] as number));
  }
  return bits;
}

function readPart(
  values: Float64Array,
  vector: Float32Array,
  mean: Float32Array | undefined,
  start: number,
): void {
  const flips = FLIPS[0];
  const end = Math.min(SKETCH_BITS, vector.length - start);
  for (let at = 0; at < end; at++) {
    const value = (vector[start + at] as number) - (mean ? (mean[start + at] as number) : 0);
    values[SKETCH_BITS + at] = value * (flips[(start + at) & (SIGNS - 1)] as number);
  }
  values.fill(0, SKETCH_BITS + end);
}

function addPart(values: Float64Array, start: number): void {
  const flips = FLIPS[1];
  for (let at = 0; at < SKETCH_BITS; at++) {
    const value = values[SKETCH_BITS + at] as number;
    const sum = values[at] as number;
    values[at] = sum + value * (flips[(start + at) & (SIGNS - 1)] as number);
  }
}

/** Walsh–Hadamard transform in place, two levels at a time: a rotation, up to a factor that changes no sign. */
function rotate(values: Float64Array, from: number): void {
  for (let step = 1; step < SKETCH_BITS; step *= 4) {
    for (let start = from; start < from + SKETCH_BITS; start += 4 * step) {
      for (let at = start; at < start + step; at++) {
        const first = values[at] as number;
        const second = values[at + step] as number;
        const third = values[at + 2 * step] as number;
        const fourth = values[at + 3 * step] as number;
        const low = first + second;
        const lowGap = first - second;
        const high = third + fourth;
        const highGap = third - fourth;
        values[at] = low + high;
        values[at + step] = lowGap + highGap;
        values[at + 2 * step] = low - high;
        values[at + 3 * step] = lowGap - highGap;
      }
    }
  }
}

function signBits(values: Float64Array): Sketch {
  const sketch = new Int32Array(SKETCH_WORDS);
  for (let at = 0; at < SKETCH_BITS; at++) {
    if ((values[at] as number) > 0) {
      sketch[at >>> 5] = (sketch[at >>> 5] as number) | (1 << (at & 31));
    }
  }
  return sketch;
}

/** 1 or -1 by a hash of a position: part of the stored form, never to be changed. */
function signsOf(round: number): Int8Array {
  return new Int8Array(SIGNS).map((_, position) => {
    let mixed = Math.imul(position + 1, 0x9e3779b1) ^ Math.imul(round, 0x85ebca77);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
    return (mixed ^ (mixed >>> 15)) & 1 ? 1 : -1;
  });
}

/** How many bits of a 32-bit word are set. */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

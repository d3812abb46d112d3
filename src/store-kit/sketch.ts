/** How many bits a sketch has, and in how many 32-bit words they lie. */
export const SKETCH_BITS = 256;
export const SKETCH_WORDS: number = SKETCH_BITS / 32;

/** 256 bits that say on which side of as many planes a vector lies, in 32-bit words. */
export type Sketch = Int32Array;

/** Vectors may have more dimensions than there are signs: then the signs come again. */
const SIGNS = 8_192;
const FLIPS: readonly [before: Float64Array, between: Float64Array] = [signsOf(1), signsOf(2)];

/** What a sketch is computed in: whoever makes many keeps one, as making it takes as long as the rest. */
export interface Scratch {
  readonly sum: Float64Array;
  readonly part: Float64Array;
}

/** See {@link Scratch}. */
export function createScratch(): Scratch {
  return { sum: new Float64Array(SKETCH_BITS), part: new Float64Array(SKETCH_BITS) };
}

/**
 * The sketch of a vector as seen from `mean`: the signs of its coordinates after a rotation that looks
 * random and is always the same. Two vectors differ in about 256 · angle / π bits (Charikar 2002). Any
 * number of dimensions gives 256 bits: every 256 of them are rotated (random signs, Hadamard transform),
 * their sum with random signs is rotated again. Being rotated before they are summed, few coordinates that
 * say everything cannot cancel out (Ailon and Chazelle 2006).
 */
export function sketchOf(
  vector: Float32Array,
  mean?: Float32Array,
  { sum, part }: Scratch = createScratch(),
): Sketch {
  sum.fill(0);
  for (let start = 0; start < vector.length; start += SKETCH_BITS) {
    readPart(part, vector, mean, start);
    rotate(part);
    addPart(sum, part, start);
  }
  rotate(sum);
  return signBits(sum);
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
  part: Float64Array,
  vector: Float32Array,
  mean: Float32Array | undefined,
  start: number,
): void {
  const flips = FLIPS[0];
  const first = start % SIGNS;
  const end = Math.min(SKETCH_BITS, vector.length - start);
  for (let at = 0; at < end; at++) {
    const value = (vector[start + at] as number) - (mean ? (mean[start + at] as number) : 0);
    part[at] = value * (flips[first + at] as number);
  }
  part.fill(0, end);
}

function addPart(sum: Float64Array, part: Float64Array, start: number): void {
  const flips = FLIPS[1];
  const first = start % SIGNS;
  for (let at = 0; at < SKETCH_BITS; at++) {
    const value = (part[at] as number) * (flips[first + at] as number);
    sum[at] = (sum[at] as number) + value;
  }
}

/** Walsh–Hadamard transform of 256 values in place: a rotation, up to a factor that changes no sign. */
function rotate(values: Float64Array): void {
  for (let at = 0; at < SKETCH_BITS; at += 4) rotateFour(values, at, 1);
  for (let start = 0; start < SKETCH_BITS; start += 16) {
    for (let at = start; at < start + 4; at++) rotateFour(values, at, 4);
  }
  for (let start = 0; start < SKETCH_BITS; start += 64) {
    for (let at = start; at < start + 16; at++) rotateFour(values, at, 16);
  }
  for (let at = 0; at < SKETCH_BITS / 4; at++) rotateFour(values, at, 64);
}

/** Two levels of the transform at once, for four values that lie `step` apart. */
function rotateFour(values: Float64Array, at: number, step: number): void {
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

function signBits(values: Float64Array): Sketch {
  const sketch = new Int32Array(SKETCH_WORDS);
  for (let word = 0; word < SKETCH_WORDS; word++) {
    let bits = 0;
    for (let at = 0; at < 32; at++) {
      bits |= ((values[32 * word + at] as number) > 0 ? 1 : 0) << at;
    }
    sketch[word] = bits;
  }
  return sketch;
}

/** 1 or -1 by a hash of a position: part of the stored form, never to be changed. */
function signsOf(round: number): Float64Array {
  return new Float64Array(SIGNS).map((_, position) => {
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

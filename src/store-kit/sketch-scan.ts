import { SKETCH_BITS, SKETCH_WORDS, type Sketch } from "./sketch.ts";

/** Slots whose sketches are near enough, and in how many bits each differs. Made once, used again. */
export interface Survivors {
  slots: Int32Array;
  bits: Uint16Array;
  count: number;
}

/** None yet. */
export function createSurvivors(): Survivors {
  return { slots: new Int32Array(1_024), bits: new Uint16Array(1_024), count: 0 };
}

/** Sees to it that `more` survivors have room. */
export function makeRoom(survivors: Survivors, more: number): void {
  const { slots, bits, count } = survivors;
  if (count + more <= slots.length) return;
  const capacity = Math.max(count + more, 2 * slots.length);
  survivors.slots = new Int32Array(capacity);
  survivors.slots.set(slots);
  survivors.bits = new Uint16Array(capacity);
  survivors.bits.set(bits);
}

/** A run of sketches side by side, and to which group each belongs. */
export interface SketchRun {
  readonly words: Int32Array;
  readonly groups: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** What is added to a slot of the run to have the slot its owner knows. */
  readonly shift: number;
}

/**
 * Adds the slots of a run that differ from `sketch` in at most as many bits as `cuts` says for their group;
 * there must be room for all of them.
 *
 * Eight words are counted at once: full adders (three words in, their sum and their carry out) leave words
 * whose bits count 1, 2 and 4; each is then summed in parallel within ever wider fields (Warren, Hacker's
 * Delight, 5-1). `differingBits` is the same, written to be read.
 */
export function scanRun(
  { words, groups, from, to, shift }: SketchRun,
  sketch: Sketch,
  cuts: Int16Array,
  survivors: Survivors,
): void {
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0] = sketch;
  const { slots, bits: allBits } = survivors;
  let { count } = survivors;
  for (let slot = from, at = from * SKETCH_WORDS; slot < to; slot++, at += SKETCH_WORDS) {
    const w0 = (words[at] as number) ^ s0;
    const w1 = (words[at + 1] as number) ^ s1;
    const w3 = (words[at + 3] as number) ^ s3;
    const w4 = (words[at + 4] as number) ^ s4;
    const w6 = (words[at + 6] as number) ^ s6;
    const w7 = (words[at + 7] as number) ^ s7;
    const x01 = w0 ^ w1;
    const x34 = w3 ^ w4;
    const x67 = w6 ^ w7;
    const w2 = (words[at + 2] as number) ^ s2;
    const w5 = (words[at + 5] as number) ^ s5;
    const sum = x01 ^ w2;
    const carry0 = (w0 & w1) | (x01 & w2);
    const carry1 = (w3 & w4) | (x34 & w5);
    const carry2 = (w6 & w7) | (x67 & sum);
    const xCarry = carry0 ^ carry1;
    const ones = quads(x34 ^ w5) + quads(x67 ^ sum); // fields of 4 bits, 8 at most
    const twos = quads(xCarry ^ carry2); // 4 at most
    const fours = quads((carry0 & carry1) | (xCarry & carry2));
    const bits = total(ones, twos + 2 * fours);
    if (bits <= (cuts[groups[slot] as number] as number)) {
      slots[count] = slot + shift;
      allBits[count++] = bits;
    }
  }
  survivors.count = count;
}

/** Where the survivors are, the nearest first: sorted by counting, as there are only 257 values. */
export function nearestFirst({ bits, count }: Survivors): Int32Array {
  const starts = new Int32Array(SKETCH_BITS + 2);
  for (let at = 0; at < count; at++) {
    const next = (bits[at] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let at = 1; at < starts.length; at++) {
    starts[at] = (starts[at] as number) + (starts[at - 1] as number);
  }
  const order = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const value = bits[at] as number;
    const place = starts[value] as number;
    order[place] = at;
    starts[value] = place + 1;
  }
  return order;
}

/** How many bits are set in each four. */
function quads(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  return (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
}

/** The sum of all fields of 4 bits, those of `twos` counted twice. */
function total(ones: number, twos: number): number {
  const bytes =
    (ones & 0x0f0f0f0f) +
    ((ones >>> 4) & 0x0f0f0f0f) +
    2 * ((twos & 0x0f0f0f0f) + ((twos >>> 4) & 0x0f0f0f0f));
  const halves = (bytes & 0x00ff00ff) + ((bytes >>> 8) & 0x00ff00ff);
  return (halves & 0xffff) + (halves >>> 16);
}

import { SKETCH_WORDS, type Sketch } from "./sketch.ts";
import { makeRoom, type SketchRun, type Survivors, scanRun } from "./sketch-scan.ts";

/** Sketches side by side, by slots that count from 0. Each belongs to a group, a number from 0 to 255. */
export interface SketchList {
  /** Writes the sketch of a slot, which may be the first one that is free. */
  set(slot: number, sketch: Sketch, group: number): void;
  /** The group of a slot. */
  group(slot: number): number;
  /** Writes the sketch of one slot over that of another. */
  copy(from: number, to: number): void;
  /**
   * Adds to `survivors` the slots from `from` on, below `to`, that differ from `sketch` in at most
   * `cuts[group]` bits. A cut of -1 leaves a group out.
   */
  scan(
    range: { readonly from: number; readonly to: number },
    sketch: Sketch,
    cuts: Int16Array,
    survivors: Survivors,
  ): void;
}

type Block = Pick<SketchRun, "words" | "groups">;

/** Sketches per block: 33 KB. */
const BLOCK = 1_024;
const FIRST_BLOCK = 32;

/** A list without sketches. It grows by blocks, so that growing does not copy what is there. */
export function createSketchList(): SketchList {
  const blocks = [createBlock(FIRST_BLOCK)];

  /** Only the first block grows from small to whole: short lists are many. */
  function blockFor(slot: number): Block {
    const at = Math.floor(slot / BLOCK);
    const block = blocks[at];
    if (block && slot % BLOCK < block.groups.length) return block;
    const larger = createBlock(block ? 2 * block.groups.length : BLOCK);
    larger.words.set(block?.words ?? []);
    larger.groups.set(block?.groups ?? []);
    blocks[at] = larger;
    return larger;
  }

  function set(slot: number, sketch: Sketch, group: number): void {
    const { words, groups } = blockFor(slot);
    words.set(sketch, (slot % BLOCK) * SKETCH_WORDS);
    groups[slot % BLOCK] = group;
  }

  return {
    set,
    group: (slot) => blocks[Math.floor(slot / BLOCK)]?.groups[slot % BLOCK] as number,
    copy(from, to) {
      const { words, groups } = blockFor(from);
      const start = (from % BLOCK) * SKETCH_WORDS;
      set(to, words.subarray(start, start + SKETCH_WORDS), groups[from % BLOCK] as number);
    },
    scan({ from, to }, sketch, cuts, survivors) {
      for (let shift = from - (from % BLOCK); shift < to; shift += BLOCK) {
        const block = blocks[shift / BLOCK] as Block;
        const part = { from: Math.max(from - shift, 0), to: Math.min(to - shift, BLOCK), shift };
        makeRoom(survivors, BLOCK);
        scanRun({ ...block, ...part }, sketch, cuts, survivors);
      }
    },
  };
}

function createBlock(slots: number): Block {
  return { words: new Int32Array(slots * SKETCH_WORDS), groups: new Uint8Array(slots) };
}

import { createScratch, type Sketch, sketchOf } from "../../store-kit/sketch.ts";
import { cutsByGroup, groupOf } from "../../store-kit/sketch-cut.ts";
import { createSketchList } from "../../store-kit/sketch-list.ts";
import type { Survivors } from "../../store-kit/sketch-scan.ts";
import { gap, meanOf } from "./mean.ts";

/**
 * The sketches of vectors as seen from their mean: embeddings lean to one side, and seen from zero all of
 * them look alike. When twice as many were written as there were the last time, the mean is computed again;
 * the sketches follow it a few per write, so that no write takes long.
 */
export interface CentredSketches {
  /** Adds the vector in the slot after the last. */
  add(vector: Float32Array): void;
  /** Removes a slot; the last one takes its place. To be called while the vectors are where they were. */
  remove(slot: number): void;
  /**
   * Nominates the slots whose vectors may be at least as similar as `bar`. `undefined` as long as some of the
   * first vectors have no sketch yet.
   */
  nominate(vector: Float32Array, bar: number, survivors: Survivors): Nominees | undefined;
}

/** What was nominated, to be narrowed down when better matches are known. */
export interface Nominees {
  /** From now on only what may be at least as similar as this is of interest. */
  raise(bar: number): void;
  mayReach(slot: number, bits: number): boolean;
}

/** A mean that has moved less than this is kept: sketches as seen from it are as good. */
const MOVED = 0.2;
/** How many sketches follow a new mean per write. */
const SLICE = 4;

/** The sketches of `size` vectors and those to come; `read` gives the vector of a slot. */
export function createCentredSketches(
  size: number,
  read: (slot: number) => Float32Array,
): CentredSketches {
  const list = createSketchList();
  const scratch = createScratch();
  let mean: Float32Array | undefined; // without one, what does not follow `next` has no sketch
  let next: Float32Array | undefined = meanOf(size, read);
  let followed = 0; // the slots below are seen from `next`, the others from `mean`
  let count = size;
  let writesToLook = size;

  function put(slot: number, vector: Float32Array, from: Float32Array): void {
    list.set(slot, sketchOf(vector, from, scratch), groupOf(gap(vector, from)));
  }

  function follow(to: Float32Array): void {
    const end = Math.min(count, followed + SLICE);
    for (; followed < end; followed++) put(followed, read(followed), to);
    if (followed < count) return;
    mean = to;
    next = undefined;
    followed = 0;
  }

  function look(from: Float32Array): void {
    const found = meanOf(count, read);
    writesToLook = count;
    if (gap(found, from) >= MOVED) next = found;
  }

  return {
    add(vector) {
      if (mean) put(count, vector, mean);
      count++;
      writesToLook--;
      if (next) follow(next);
      else if (mean && writesToLook <= 0) look(mean);
    },
    remove(slot) {
      const last = --count;
      const isFollowed = slot < followed;
      if (slot !== last && next && isFollowed && last >= followed) put(slot, read(last), next);
      else if (slot !== last && (mean || isFollowed)) list.copy(last, slot);
      followed = Math.min(followed, count);
    },
    nominate(vector, bar, survivors) {
      if (!mean) return undefined;
      const old = viewOf(vector, mean, bar, { from: followed, to: count });
      const views = next ? [old, viewOf(vector, next, bar, { from: 0, to: followed })] : [old];
      for (const { range, sketch, cuts } of views) list.scan(range, sketch, cuts, survivors);
      return {
        raise(higher) {
          for (const view of views) view.cuts = cutsByGroup(higher, view.length);
        },
        mayReach(slot, bits) {
          const { cuts } = (slot < followed ? views[1] : undefined) ?? old;
          return bits <= (cuts[list.group(slot)] as number);
        },
      };
    },
  };
}

/** A question as seen from a mean, and the slots that are seen from there. */
interface View {
  readonly range: { readonly from: number; readonly to: number };
  readonly sketch: Sketch;
  readonly length: number;
  cuts: Int16Array;
}

function viewOf(vector: Float32Array, mean: Float32Array, bar: number, range: View["range"]): View {
  const length = gap(vector, mean);
  return { range, sketch: sketchOf(vector, mean), length, cuts: cutsByGroup(bar, length) };
}

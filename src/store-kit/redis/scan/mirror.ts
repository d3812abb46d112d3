import { differingBits, SKETCH_BITS } from "../../sketch.ts";
import { readSketch } from "../../sketch-text.ts";
import { SHORT_ID_LENGTH } from "../short-id.ts";
import { KIND, type Mean, piecesOf, readMean } from "./packed.ts";
import type { Probe } from "./probe.ts";

/** A local copy of the sketches of one scope and space. It nominates; what Redis returns decides. */
export interface Mirror {
  readonly mean: Mean | undefined;
  /** Another number after every change. */
  readonly version: number;
  /** What it takes, about. */
  readonly bytes: number;
  /** Takes over one piece of the packed text. */
  apply(piece: string): void;
  /** Ids of live entries inside the cut of the probe, the nearest first, `most` of them; all when there are no more than that. */
  nominate(probe: Probe, most: number): readonly string[];
}

const WORDS = SKETCH_BITS / 32;
const EXPIRY_AT = 1 + SHORT_ID_LENGTH;
const SKETCH_AT = EXPIRY_AT + 8;
const FIRST_CAPACITY = 32;
/** A sketch, its expiry, its kind, and an id in a map and in a list. */
const BYTES_EACH = 160;

/** A mirror of a packed text. */
export function createMirror(packed: string): Mirror {
  const slots = new Map<string, number>();
  const ids: string[] = [];
  let version = 0;
  let kinds = new Uint8Array(FIRST_CAPACITY);
  let ends = new Uint32Array(FIRST_CAPACITY);
  let words = new Uint32Array(FIRST_CAPACITY * WORDS);

  function grow(): void {
    kinds = grown(kinds, new Uint8Array(2 * kinds.length));
    ends = grown(ends, new Uint32Array(2 * ends.length));
    words = grown(words, new Uint32Array(2 * words.length));
  }

  function remove(id: string): void {
    const slot = slots.get(id);
    if (slot === undefined) return;
    const last = ids.length - 1;
    const moved = ids[last] as string;
    kinds[slot] = kinds[last] as number;
    ends[slot] = ends[last] as number;
    words.copyWithin(slot * WORDS, last * WORDS, (last + 1) * WORDS);
    ids[slot] = moved;
    slots.set(moved, slot);
    ids.pop();
    slots.delete(id);
  }

  function put(id: string, piece: string): void {
    const slot = slots.get(id) ?? ids.length;
    if (slot === kinds.length) grow();
    ids[slot] = id;
    slots.set(id, slot);
    kinds[slot] = piece.startsWith(KIND.centred) ? 1 : 0;
    ends[slot] = Number.parseInt(piece.slice(EXPIRY_AT, SKETCH_AT), 16);
    readSketch(piece, SKETCH_AT, words, slot * WORDS);
  }

  function apply(piece: string): void {
    version++;
    const id = piece.slice(1, EXPIRY_AT);
    if (piece.startsWith(KIND.removed)) remove(id);
    else put(id, piece);
  }

  /** How far a sketch is inside (below zero) or outside of the cut, in bits. */
  function excess(slot: number, { raw, centred }: Probe): number {
    const side = kinds[slot] === 1 ? centred : raw;
    return side ? differingBits(side.sketch, words, slot * WORDS) - side.cut : 0;
  }

  for (const piece of piecesOf(packed)) apply(piece);

  return {
    mean: readMean(packed),
    get version() {
      return version;
    },
    get bytes() {
      return 1_000 + ids.length * BYTES_EACH;
    },
    apply,
    nominate(probe, most) {
      const limit = ids.length <= most ? SKETCH_BITS : 0;
      const now = Date.now() / 1_000;
      const nearest = createNearest(most);
      for (let slot = 0; slot < ids.length; slot++) {
        if ((ends[slot] as number) <= now) continue;
        const value = excess(slot, probe);
        if (value <= limit) nearest.add(slot, value);
      }
      return nearest.slots.map((slot) => ids[slot] as string);
    },
  };
}

function grown<Numbers extends Uint8Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** Keeps the `most` slots with the smallest values, in order. */
function createNearest(most: number) {
  const slots: number[] = [];
  const values: number[] = [];
  return {
    slots,
    add(slot: number, value: number): void {
      if (slots.length === most && value >= (values[most - 1] as number)) return;
      let at = Math.min(slots.length, most - 1);
      for (; at > 0 && (values[at - 1] as number) > value; at--) {
        slots[at] = slots[at - 1] as number;
        values[at] = values[at - 1] as number;
      }
      slots[at] = slot;
      values[at] = value;
    },
  };
}

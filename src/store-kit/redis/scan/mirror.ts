import { SKETCH_BITS } from "../../sketch.ts";
import { createSketchList } from "../../sketch-list.ts";
import type { Survivors } from "../../sketch-scan.ts";
import { readSketch } from "../../sketch-text.ts";
import { SHORT_ID_LENGTH } from "../short-id.ts";
import { KIND, type Mean, piecesOf, readMean } from "./packed.ts";
import type { Probe, Side } from "./probe.ts";

/** A local copy of the sketches of one scope and space. It nominates; what Redis returns decides. */
export interface Mirror {
  readonly mean: Mean | undefined;
  /** How many sketches there are. */
  readonly size: number;
  /** Another number after every change. */
  readonly version: number;
  /** What it takes, about: rather more than less (measured, with its text and its keys). */
  readonly bytes: number;
  /** Takes over one piece of the packed text. */
  apply(piece: string): void;
  /**
   * Ids of live entries inside the cut of the probe, the nearest first, `most` of them; all when there are
   * no more than that. `survivors` is room to work in: mirrors are many, so none has its own.
   */
  nominate(probe: Probe, most: number, survivors: Survivors): readonly string[];
}

const EXPIRY_AT = 1 + SHORT_ID_LENGTH;
const SKETCH_AT = EXPIRY_AT + 8;
/** What a mirror takes that holds next to nothing: its text, lists and functions, and the names of its keys. */
const BYTES_AT_LEAST = 6_000;
/** A sketch, its expiry, its kind, and an id in a map and in a list. */
const BYTES_EACH = 160;
/** Groups of the sketches. */
const RAW = 0;
const CENTRED = 1;

interface Consideration {
  readonly survivors: Survivors;
  readonly add: (slot: number, excess: number) => void;
}

/** A mirror of a packed text. */
export function createMirror(packed: string): Mirror {
  const slots = new Map<string, number>();
  const ids: string[] = [];
  const ends: number[] = []; // in seconds
  const sketches = createSketchList();
  const sketch = new Int32Array(SKETCH_BITS / 32);
  let version = 0;

  function remove(id: string): void {
    const slot = slots.get(id);
    if (slot === undefined) return;
    const moved = ids.pop() as string;
    const end = ends.pop() as number;
    slots.delete(id);
    if (moved === id) return;
    sketches.copy(ids.length, slot);
    ids[slot] = moved;
    ends[slot] = end;
    slots.set(moved, slot);
  }

  function put(id: string, piece: string): void {
    const slot = slots.get(id) ?? ids.length;
    ids[slot] = id;
    slots.set(id, slot);
    ends[slot] = Number.parseInt(piece.slice(EXPIRY_AT, SKETCH_AT), 16);
    readSketch(piece, SKETCH_AT, sketch, 0);
    sketches.set(slot, sketch, piece.startsWith(KIND.centred) ? CENTRED : RAW);
  }

  function apply(piece: string): void {
    version++;
    const id = piece.slice(1, EXPIRY_AT);
    if (piece.startsWith(KIND.removed)) remove(id);
    else put(id, piece);
  }

  /** Adds the live slots of one group, by how far they are inside (below zero) or outside of the cut. */
  function consider(
    group: typeof RAW | typeof CENTRED,
    { sketch: question, cut }: Side,
    most: number,
    { survivors, add }: Consideration,
  ): void {
    const now = Date.now() / 1_000;
    const cuts = group === RAW ? Int16Array.of(most, -1) : Int16Array.of(-1, most);
    survivors.count = 0;
    sketches.scan({ from: 0, to: ids.length }, question, cuts, survivors);
    for (let at = 0; at < survivors.count; at++) {
      const slot = survivors.slots[at] as number;
      if ((ends[slot] as number) > now) add(slot, (survivors.bits[at] as number) - cut);
    }
  }

  for (const piece of piecesOf(packed)) apply(piece);

  return {
    mean: readMean(packed),
    get size() {
      return ids.length;
    },
    get version() {
      return version;
    },
    get bytes() {
      return BYTES_AT_LEAST + ids.length * BYTES_EACH;
    },
    apply,
    nominate({ raw, centred }, most, survivors) {
      const nearest = createNearest(most);
      const into = { survivors, add: nearest.add };
      const cutOf = (cut: number): number => (ids.length <= most ? SKETCH_BITS : cut);
      consider(RAW, raw, cutOf(raw.cut), into);
      if (centred) consider(CENTRED, centred, cutOf(centred.cut), into);
      else consider(CENTRED, raw, SKETCH_BITS, into); // what cannot be told may be near
      return nearest.slots.map((slot) => ids[slot] as string);
    },
  };
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

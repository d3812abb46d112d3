import type { SearchQuery } from "../../store.ts";
import { nearestFirst, type Survivors } from "../../store-kit/sketch-scan.ts";
import { type CentredSketches, createCentredSketches, type Nominees } from "./centred-sketches.ts";
import { type Comparison, createComparison } from "./comparison.ts";
import type { Held } from "./held.ts";
import type { Nearest } from "./nearest.ts";
import type { Rows } from "./rows.ts";

/** The entries of one scope and space whose vectors have one length. */
export interface Plane {
  readonly rows: Rows;
  readonly size: number;
  add(held: Held, vector: Float32Array): void;
  remove(held: Held): void;
  /** Compares every entry for which `isLive` holds. */
  searchAll(query: SearchQuery, isLive: IsLive): Nearest<Held>;
  /** Compares those whose sketches are near enough. `survivors` is where they are noted. */
  search(query: SearchQuery, isLive: IsLive, survivors: Survivors): Nearest<Held>;
}

type IsLive = (held: Held) => boolean;

/** With fewer entries, comparing all is as fast as making a sketch of the question. */
const SKETCHED_FROM = 64;
/** After so many of the nearest it is looked at which others still matter. */
const BATCH = 32;

/** An empty plane. Without sketches it takes little, so that many small ones cost no more than a large one. */
export function createPlane(rows: Rows, hasSketches: boolean): Plane {
  const items: Held[] = []; // without holes: the last takes the place of one that is removed
  let sketches: CentredSketches | undefined;
  const read = (slot: number): Float32Array => rows.read((items[slot] as Held).row);

  const plane: Plane = {
    rows,
    get size() {
      return items.length;
    },
    add(held, vector) {
      held.plane = plane;
      held.slot = items.length;
      held.row = rows.add(vector);
      items.push(held);
      if (sketches) sketches.add(vector);
      else if (hasSketches && items.length === SKETCHED_FROM) {
        sketches = createCentredSketches(items.length, read);
      }
    },
    remove(held) {
      sketches?.remove(held.slot);
      const last = items.pop() as Held;
      if (last !== held) items[held.slot] = last;
      last.slot = held.slot;
      rows.remove(held.row);
      held.plane = undefined;
    },
    searchAll(query, isLive) {
      const comparison = createComparison(query, rows);
      for (const held of items) if (isLive(held)) comparison.add(held);
      return comparison.end();
    },
    search(query, isLive, survivors) {
      survivors.count = 0;
      const nominees = sketches?.nominate(query.vector, query.threshold, survivors);
      if (!nominees) return plane.searchAll(query, isLive);
      return narrowDown(createComparison(query, rows), nominees, survivors, (slot) => {
        const held = items[slot] as Held;
        return isLive(held) ? held : undefined;
      });
    },
  };
  return plane;
}

/** Compares the survivors, the nearest sketches first, as long as they may still be among the nearest. */
function narrowDown(
  comparison: Comparison,
  nominees: Nominees,
  survivors: Survivors,
  liveAt: (slot: number) => Held | undefined,
): Nearest<Held> {
  const { slots, bits } = survivors;
  let { bar } = comparison;
  let met = 0;
  for (const at of nearestFirst(survivors)) {
    const slot = slots[at] as number;
    if (!nominees.mayReach(slot, bits[at] as number)) continue;
    const held = liveAt(slot);
    if (held) comparison.add(held);
    if (++met % BATCH !== 0 || comparison.bar === bar) continue;
    bar = comparison.bar;
    nominees.raise(bar);
  }
  return comparison.end();
}

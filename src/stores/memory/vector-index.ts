import type { Match, SearchQuery, StoredEntry } from "../../store.ts";
import { createSurvivors } from "../../store-kit/sketch-scan.ts";
import type { Held } from "./held.ts";
import { createPlane, type Plane } from "./plane.ts";
import { createRows, type Rows } from "./rows.ts";

/** The vectors of a memory store. */
export interface VectorIndex {
  /** Takes over the vector of an entry, when it has one. */
  add(held: Held): void;
  remove(held: Held): void;
  /** The nearest live entries, best first, and expired ones that were met. */
  search(query: SearchQuery): {
    readonly matches: readonly Match[];
    readonly expired: readonly Held[];
  };
  /** An entry with its vector; the same object each time. */
  entryOf(held: Held): StoredEntry;
}

/** An empty index. */
export function createVectorIndex({
  search,
  precision,
}: {
  readonly search: "sketch" | "exact";
  readonly precision: "float32" | "int8";
}): VectorIndex {
  const planes = new Map<string, Plane>();
  const rowsByLength = new Map<number, Rows>();
  const survivors = createSurvivors();

  function rowsOf(length: number): Rows {
    const rows = rowsByLength.get(length) ?? createRows(length, precision);
    rowsByLength.set(length, rows);
    return rows;
  }

  function entryOf(held: Held): StoredEntry {
    if (held.plane) held.shown ??= shownEntry(held);
    return held.shown ?? held.entry;
  }

  return {
    add(held) {
      const { scope, space, vector } = held.entry;
      if (!vector || space === undefined) return;
      const name = nameOf(scope, space, vector.length);
      const plane = planes.get(name) ?? createPlane(rowsOf(vector.length), search === "sketch");
      planes.set(name, plane);
      plane.add(held, vector);
      held.entry = { ...held.entry, vector: undefined };
    },
    remove(held) {
      const { plane, entry } = held;
      if (!plane) return;
      if (held.shown) held.kept = plane.rows.read(held.row); // its place goes to another vector
      const length = plane.rows.dimensions;
      plane.remove(held);
      if (plane.size === 0) planes.delete(nameOf(entry.scope, entry.space ?? "", length));
    },
    search(query) {
      const now = Date.now();
      const expired: Held[] = [];
      const isLive = (held: Held): boolean => {
        const lives = held.entry.expiresAt > now;
        if (!lives) expired.push(held);
        return lives;
      };
      const plane = planes.get(nameOf(query.scope, query.space, query.vector.length));
      if (!plane) return { matches: [], expired };
      const { items, similarities } = plane.search(query, isLive, survivors);
      const matches = items.map((held, at) => ({
        entry: entryOf(held),
        similarity: similarities[at] as number,
      }));
      return { matches, expired };
    },
    entryOf,
  };
}

/** Vectors of different length are never compared, whatever their space is called. */
function nameOf(scope: string, space: string, length: number): string {
  return `${scope} ${space} ${length}`;
}

/** What is known of an entry is remembered by its object: that is made once. Its vector is a copy, made when read. */
function shownEntry(held: Held): StoredEntry {
  return Object.defineProperty({ ...held.entry }, "vector", {
    enumerable: true,
    get: () => held.kept ?? held.plane?.rows.read(held.row),
  });
}

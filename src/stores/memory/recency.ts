import type { Held } from "./held.ts";

/**
 * Entries in order of use. A linked list: a `Set` keeps holes where its first items were, and finding the
 * oldest of many entries would take ever longer.
 */
export interface Recency {
  readonly size: number;
  readonly oldest: Held | undefined;
  has(held: Held): boolean;
  /** Makes an entry the newest; it may be in the list or not. */
  use(held: Held): void;
  /** Takes an entry out. `false` when it was not in the list. */
  remove(held: Held): boolean;
  /** All of them, the oldest first. */
  all(): Held[];
}

/** No entries yet. */
export function createRecency(): Recency {
  let [size, oldest, newest]: [number, Held | undefined, Held | undefined] = [
    0,
    undefined,
    undefined,
  ];

  const has = (held: Held): boolean => held.older !== undefined || held === oldest;

  function remove(held: Held): boolean {
    const { older, newer } = held;
    if (!has(held)) return false;
    if (older) older.newer = newer;
    else oldest = newer;
    if (newer) newer.older = older;
    else newest = older;
    held.older = held.newer = undefined;
    size--;
    return true;
  }

  return {
    get size() {
      return size;
    },
    get oldest() {
      return oldest;
    },
    has,
    use(held) {
      remove(held);
      held.older = newest;
      if (newest) newest.newer = held;
      else oldest = held;
      newest = held;
      size++;
    },
    remove,
    all() {
      const list: Held[] = [];
      for (let held = oldest; held; held = held.newer) list.push(held);
      return list;
    },
  };
}

/** The latest items of many. */
export interface Ring<Item> {
  add(item: Item): void;
  /** Oldest first. */
  items(): readonly Item[];
}

/** A {@link Ring} of the latest `most`. Adding is one assignment. */
export function createRing<Item>(most: number): Ring<Item> {
  const places: Item[] = [];
  let next = 0;
  return {
    add(item) {
      places[next] = item;
      next = (next + 1) % most;
    },
    items: () =>
      places.length < most ? [...places] : [...places.slice(next), ...places.slice(0, next)],
  };
}

/** A map that forgets the least recently used when its total weight passes a bound. */
export interface Lru<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  readonly size: number;
}

/** An {@link Lru}; `weigh` gives the weight of one item (1 each when left out). */
export function createLru<Key, Value>(options: {
  readonly maxWeight: number;
  readonly weigh?: (key: Key, value: Value) => number;
}): Lru<Key, Value> {
  const { maxWeight, weigh = () => 1 } = options;
  const items = new Map<Key, Value>(); // A Map iterates in insertion order: the first is the oldest.
  let weight = 0;
  let newest: Key | undefined; // asked for again and again: spared the way to the end of the line

  function remove(key: Key): Value | undefined {
    const value = items.get(key);
    if (value !== undefined) {
      items.delete(key);
      weight -= weigh(key, value);
    }
    return value;
  }

  return {
    get(key) {
      const value = items.get(key);
      if (value === undefined || key === newest) return value;
      items.delete(key);
      items.set(key, value);
      newest = key;
      return value;
    },
    set(key, value) {
      remove(key);
      const added = weigh(key, value);
      if (added > maxWeight) return;
      items.set(key, value);
      newest = key;
      weight += added;
      for (const oldest of items.keys()) {
        if (weight <= maxWeight) break;
        remove(oldest);
      }
    },
    get size() {
      return items.size;
    },
  };
}

/** The nearest of what was met, best first: `limit` at most, none below the threshold. */
export interface Nearest<Item> {
  readonly items: readonly Item[];
  readonly similarities: readonly number[];
  /** What an item must reach to be of interest: the threshold, or the last of the nearest when there are enough. */
  readonly bar: number;
  add(item: Item, similarity: number): void;
}

/** None yet. Of items that are equally near, those that came first are kept. */
export function createNearest<Item>(limit: number, threshold: number): Nearest<Item> {
  const items: Item[] = [];
  const similarities: number[] = [];
  return {
    items,
    similarities,
    get bar() {
      return similarities.length < limit ? threshold : (similarities.at(-1) ?? threshold);
    },
    add(item, similarity) {
      if (!(similarity >= threshold)) return; // NaN is no match
      let at = similarities.length;
      while (at > 0 && (similarities[at - 1] as number) < similarity) at--;
      if (at >= limit) return;
      items.splice(at, 0, item);
      similarities.splice(at, 0, similarity);
      if (items.length <= limit) return;
      items.pop();
      similarities.pop();
    },
  };
}

/** How near the latest hits by meaning were, by the id of the entry that was served. */
export interface RecentHits {
  add(entryId: string, similarity: number): void;
  /** The similarity of the latest hit; `undefined` when it was exact or is long past. */
  similarityOf(entryId: string): number | undefined;
}

const MOST_HITS = 1_000;

/** {@link RecentHits} of nothing. The oldest is forgotten first. */
export function createRecentHits(): RecentHits {
  const similarities = new Map<string, number>();
  return {
    add(entryId, similarity) {
      similarities.delete(entryId);
      similarities.set(entryId, similarity);
      if (similarities.size <= MOST_HITS) return;
      const [oldest] = similarities.keys();
      if (oldest !== undefined) similarities.delete(oldest);
    },
    similarityOf: (entryId) => similarities.get(entryId),
  };
}

import type { FeedItem } from "../../contract.ts";

const MOST = 1_000;

/** The feed, newest first, with new items, whatever their order; what is there already is left out. */
export function mergeItems(
  before: readonly FeedItem[],
  incoming: readonly FeedItem[],
): readonly FeedItem[] {
  const known = new Set(before.map(({ id }) => id));
  const added = incoming.filter(({ id }) => !known.has(id));
  if (added.length === 0) return before;
  return [...added, ...before].sort((one, other) => other.id - one.id).slice(0, MOST);
}

import type { Lookup } from "../../evaluate/lookup.ts";

/**
 * Deals pairs into folds, and says for each pair which one it is in. Pairs that share a question stay
 * together: else a threshold would be tested on questions it was chosen by.
 */
export function foldsOf(
  pairs: readonly Pick<Lookup, "asked" | "stored">[],
  count: number,
): readonly number[] {
  const groups = groupsOf(pairs);
  const sizes = new Array<number>(count).fill(0);
  const fold = new Array<number>(pairs.length);
  // The largest groups first, each into the fold that has least.
  for (const group of groups.toSorted((one, other) => other.length - one.length)) {
    const least = sizes.indexOf(Math.min(...sizes));
    for (const index of group) fold[index] = least;
    sizes[least] = (sizes[least] ?? 0) + group.length;
  }
  return fold;
}

/** Indexes of pairs that are joined by their questions, directly or through others. */
function groupsOf(pairs: readonly Pick<Lookup, "asked" | "stored">[]): number[][] {
  const parents = new Map<string, string>();
  const rootOf = (text: string): string => {
    let root = text;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  const keyOf = (text = ""): string => text.trim().toLowerCase();
  for (const { asked, stored } of pairs) {
    const [one, other] = [rootOf(keyOf(asked)), rootOf(keyOf(stored))];
    if (one !== other) parents.set(one, other);
  }
  const groups = Map.groupBy(pairs.keys(), (index) => rootOf(keyOf(pairs[index]?.asked)));
  return [...groups.values()];
}

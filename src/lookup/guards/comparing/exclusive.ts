import type { Veto } from "../guard.ts";
import type { Mark } from "../guard-text.ts";

/** What one of two lists has and the other has not, each value once. */
export interface Exclusive<Item> {
  readonly mine: readonly Item[];
  readonly theirs: readonly Item[];
}

/** Compares two lists by the value of their items. */
export function exclusiveBy<Item>(
  mine: readonly Item[],
  theirs: readonly Item[],
  keyOf: (item: Item) => string,
): Exclusive<Item> {
  if (mine.length === 0 && theirs.length === 0) return { mine, theirs };
  return { mine: without(mine, theirs, keyOf), theirs: without(theirs, mine, keyOf) };
}

/** Compares two lists of marks by what they stand for. */
export function exclusiveMarks(mine: readonly Mark[], theirs: readonly Mark[]): Exclusive<Mark> {
  return exclusiveBy(mine, theirs, ({ value }) => value);
}

/** Compares two lists, each item as often as it is there. */
export function exclusiveItems(
  mine: readonly string[],
  theirs: readonly string[],
): Exclusive<string> {
  return { mine: minus(mine, theirs), theirs: minus(theirs, mine) };
}

/** A veto that names what each text has for itself. */
export function differs(
  what: string,
  { mine, theirs }: Exclusive<{ readonly text: string } | string>,
): Veto {
  const [query, candidate] = [mine.map(said), theirs.map(said)];
  const shown = (words: readonly string[]): string => words.slice(0, 5).join(", ") || "none";
  return { reason: `${what}: ${shown(query)} and ${shown(candidate)}`, query, candidate };
}

function said(item: { readonly text: string } | string): string {
  return typeof item === "string" ? item : item.text;
}

function without<Item>(
  items: readonly Item[],
  others: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const seen = new Set(others.map(keyOf));
  return items.filter((item) => {
    const isNew = !seen.has(keyOf(item));
    seen.add(keyOf(item));
    return isNew;
  });
}

function minus(items: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}

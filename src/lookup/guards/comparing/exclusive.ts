import type { Veto } from "../guard.ts";
import type { Mark } from "../guard-text.ts";

/** What one of two lists has and the other has not, each value once. */
export interface Exclusive<Item> {
  readonly mine: readonly Item[];
  readonly theirs: readonly Item[];
}

const NOTHING: Exclusive<never> = { mine: [], theirs: [] };

/** Compares two lists by the value of their items. */
export function exclusiveBy<Item>(
  mine: readonly Item[],
  theirs: readonly Item[],
  keyOf: (item: Item) => string,
): Exclusive<Item> {
  if (isSame(mine, theirs, keyOf)) return NOTHING;
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
  if (isSame(mine, theirs, (item) => item)) return NOTHING;
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

/** Whether two lists are the same in the same order, as those of most candidates are. */
function isSame<Item>(
  mine: readonly Item[],
  theirs: readonly Item[],
  keyOf: (item: Item) => string,
): boolean {
  if (mine.length !== theirs.length) return false;
  return mine.every((item, at) => {
    const other = theirs[at];
    return other !== undefined && keyOf(item) === keyOf(other);
  });
}

function without<Item>(
  items: readonly Item[],
  others: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  if (items.length === 0) return [];
  const seen = new Set(others.map(keyOf));
  return items.filter((item) => {
    const isNew = !seen.has(keyOf(item));
    seen.add(keyOf(item));
    return isNew;
  });
}

function minus(items: readonly string[], others: readonly string[]): string[] {
  if (items.length === 0) return [];
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}

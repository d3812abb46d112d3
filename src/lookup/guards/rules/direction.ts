import { differs, exclusiveItems } from "../comparing/exclusive.ts";
import { isSearch } from "../comparing/is-search.ts";
import type { Guard, Veto } from "../guard.ts";
import type { GuardText, Token } from "../guard-text.ts";

/** What `by` may stand for. */
const MEANS: ReadonlySet<string> = new Set(["with", "via", "using", "through"]);

/**
 * Vetoes when two things change places and it matters which is where: "from monthly to yearly" and "from
 * yearly to monthly", "is A faster than B", "did A call B", "buy A with B". A clause that moves as a whole changes
 * nothing. A static embedding does not see order at all.
 */
export const directionGuard: Guard = {
  name: "direction",
  veto(query, candidate) {
    const { mine, theirs } = query.differenceTo(candidate);
    if (mine.length + theirs.length > 0) return undefined;
    const isEither = isSymmetric(query) || isSymmetric(candidate);
    return turned(query, candidate, isEither) ?? (isEither ? undefined : swapped(query, candidate));
  },
};

function isSymmetric({ tokens }: GuardText): boolean {
  return tokens.some(({ entry }) => entry?.roles.has("symmetric"));
}

/** A direction points to one thing here and to another there: both ends of a way, where a word such as "and" is near. */
function turned(query: GuardText, candidate: GuardText, isEither: boolean): Veto | undefined {
  const { mine, theirs } = exclusiveItems(pointers(query), pointers(candidate));
  if (mine.length === 0) return undefined;
  const other = new Set(theirs.map(directionOf));
  const both = new Set(mine.map(directionOf).filter((word) => other.has(word)));
  return both.size > (isEither ? 1 : 0)
    ? differs("it goes the other way", { mine, theirs })
    : undefined;
}

/** What each direction points to: "to Rome", "than Java". */
function pointers({ tokens, terms }: GuardText): string[] {
  const found: string[] = [];
  for (let index = 0; index < terms.length; index++) {
    const { at = 0, meaning = "" } = terms[index] ?? {};
    const start = Math.max(at - 2, terms[index - 1]?.at ?? 0);
    for (let before = start; before < at; before++) {
      const token = tokens[before];
      if (token?.entry?.roles.has("direction")) found.push(`${token.word} ${meaning}`);
    }
  }
  return found;
}

function directionOf(pointer: string): string {
  return pointer.slice(0, pointer.indexOf(" "));
}

/** The same words but for two that change places, or in the passive voice and not turned around. */
function swapped(query: GuardText, candidate: GuardText): Veto | undefined {
  const [here, there] = [meanings(query), meanings(candidate)];
  if (here.length !== there.length || here.length < 3) return undefined;
  const places = here.flatMap((meaning, at) => (meaning === there[at] ? [] : [at]));
  const isTurned =
    hasBy(query) === hasBy(candidate)
      ? isSwap(query, candidate, places)
      : places.length === 0 && !hasMeans(query) && !hasMeans(candidate);
  return isTurned
    ? { reason: "the same words in another order", query: here, candidate: there }
    : undefined;
}

/** Whether two terms change places, and nothing else does. */
function isSwap(query: GuardText, candidate: GuardText, places: readonly number[]): boolean {
  const [first, second] = places;
  if (first === undefined || second === undefined || places.length > 2) return false;
  const isMirrored =
    query.terms[first]?.meaning === candidate.terms[second]?.meaning &&
    query.terms[second]?.meaning === candidate.terms[first]?.meaning;
  return (
    isMirrored &&
    isSameWords(query, candidate) &&
    !isListed(query, candidate, places) &&
    !isJoining(query) &&
    !isMoved(query, candidate, first, second)
  );
}

/** Whether both list search words: which of them is first says nothing, but of names: "Alice called Bob". */
function isListed(query: GuardText, candidate: GuardText, places: readonly number[]): boolean {
  return (
    isSearch(query) && isSearch(candidate) && !places.some((place) => query.terms[place]?.isName)
  );
}

/** Whether it joins two things, in either order: "mix paint with water". */
function isJoining({ tokens }: GuardText): boolean {
  return tokens.some(({ entry }) => entry?.roles.has("joining"));
}

/** Whether it says by which means: "pay by card" is "pay with a card", and no passive voice. */
function hasMeans({ tokens }: GuardText): boolean {
  return tokens.some(({ word }) => MEANS.has(word));
}

/** Whether two terms took the prepositions that lead to them along: "for students on books", "on books for students". */
function isMoved(query: GuardText, candidate: GuardText, first: number, second: number): boolean {
  const [one, other] = [leadingTo(query, first), leadingTo(query, second)];
  if (one === "" && other === "") return false;
  return one === leadingTo(candidate, second) && other === leadingTo(candidate, first);
}

/** The preposition between a term and the one before it: "with" of "with a key". */
function leadingTo({ tokens, terms }: GuardText, index: number): string {
  const start = (terms[index - 1]?.at ?? -1) + 1;
  const between = tokens.slice(start, terms[index]?.at);
  const leads = ({ entry }: Token): boolean =>
    Boolean(entry?.roles.has("qualifier") || entry?.roles.has("direction"));
  return between.findLast(leads)?.word ?? "";
}

function meanings({ terms }: GuardText): string[] {
  return terms.map(({ meaning }) => meaning);
}

function hasBy({ tokens }: GuardText): boolean {
  return tokens.some(({ word }) => word === "by");
}

function isSameWords(query: GuardText, candidate: GuardText): boolean {
  return query.words.toSorted().join(" ") === candidate.words.toSorted().join(" ");
}

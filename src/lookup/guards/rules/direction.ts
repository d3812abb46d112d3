import { differs, exclusiveItems } from "../comparing/exclusive.ts";
import type { Guard, Veto } from "../guard.ts";
import type { GuardText } from "../guard-text.ts";

/**
 * Vetoes when two things change places and it matters which is where: "from monthly to yearly" and "from
 * yearly to monthly", "is A faster than B", "did A call B". A static embedding does not see order at all.
 */
export const directionGuard: Guard = {
  name: "direction",
  veto(query, candidate) {
    const { mine, theirs } = query.differenceTo(candidate);
    if (mine.length + theirs.length > 0 || isSymmetric(query) || isSymmetric(candidate)) {
      return undefined;
    }
    return turned(query, candidate) ?? swapped(query, candidate);
  },
};

function isSymmetric({ tokens }: GuardText): boolean {
  return tokens.some(({ entry }) => entry?.roles.has("symmetric"));
}

/** A direction points to one thing here and to another there. */
function turned(query: GuardText, candidate: GuardText): Veto | undefined {
  const { mine, theirs } = exclusiveItems(pointers(query), pointers(candidate));
  const word = mine
    .map(directionOf)
    .find((each) => theirs.some((other) => directionOf(other) === each));
  return word === undefined ? undefined : differs("it goes the other way", { mine, theirs });
}

/** What each direction points to: "to Rome", "than Java". */
function pointers({ tokens, terms }: GuardText): string[] {
  const termAt = new Map(terms.map(({ at, meaning }) => [at, meaning]));
  return tokens.flatMap(({ entry, word }, at) => {
    const target = termAt.get(at + 1) ?? termAt.get(at + 2);
    return entry?.roles.has("direction") && target !== undefined ? [`${word} ${target}`] : [];
  });
}

function directionOf(pointer: string): string {
  return pointer.slice(0, pointer.indexOf(" "));
}

/** The same words but for two that change places, unless one of the two texts is in the passive voice. */
function swapped(query: GuardText, candidate: GuardText): Veto | undefined {
  const [here, there] = [meanings(query), meanings(candidate)];
  if (here.length !== there.length || here.length < 3) return undefined;
  const isOneBy = hasBy(query) !== hasBy(candidate);
  const places = here.flatMap((meaning, at) => (meaning === there[at] ? [] : [at]));
  const [first = -1, second = -1] = places;
  const isSwap =
    places.length === 2 && here[first] === there[second] && here[second] === there[first];
  const isTurned = isOneBy ? places.length === 0 : isSwap && isSameWords(query, candidate);
  if (!isTurned) return undefined;
  return { reason: "the same words in another order", query: here, candidate: there };
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

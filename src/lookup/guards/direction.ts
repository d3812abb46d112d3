import { isDirection, meaningOf } from "./english.ts";
import type { Guard } from "./guard.ts";
import type { GuardText } from "./guard-text.ts";

/**
 * Vetoes when both questions are made of the same words in another order and one of the words gives a
 * direction: "from monthly to yearly" and "from yearly to monthly", "is A faster than B". A static
 * embedding does not see order at all: to it the two are the same.
 */
export const directionGuard: Guard = {
  name: "direction",
  veto(query, candidate) {
    const [left, right] = [query.content.map(meaningOf), candidate.content.map(meaningOf)];
    const [mine, theirs] = [cues(query), cues(candidate)];
    if (mine === "" || theirs === "" || left.length < 2) return undefined;
    const isSameWords = [...left].sort().join(" ") === [...right].sort().join(" ");
    const isSameOrder = left.join(" ") === right.join(" ");
    const isMovedWhole = mine === theirs && isRotation(left, right);
    if (!isSameWords || isSameOrder || isMovedWhole) return undefined;
    return "the same words in another order";
  },
};

/** Whether a clause moved from one end to the other: "In Python, how do I …". */
function isRotation(left: readonly string[], right: readonly string[]): boolean {
  const start = right.indexOf(left[0] ?? "");
  return left.length > 2 && left.every((word, at) => word === right[(start + at) % right.length]);
}

/** Which word each direction points to: "to Rome", "than Java". */
function cues({ words, content }: GuardText): string {
  const isContent = new Set(content);
  const pointers: string[] = [];
  let target = "";
  for (const word of words.toReversed()) {
    if (isDirection(word)) pointers.push(`${word} ${target}`);
    if (isContent.has(word)) target = meaningOf(word);
  }
  return pointers.sort().join(", ");
}

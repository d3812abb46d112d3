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
    if (left.length !== right.length || left.length < 2 || isRotation(left, right))
      return undefined;
    const words = new Set(left);
    if (!right.every((word) => words.has(word)) || !(hasCue(query) && hasCue(candidate))) {
      return undefined;
    }
    return "the same words in another order";
  },
};

/** Whether a clause moved from one end to the other ("In Python, how do I …"), or nothing moved at all. */
function isRotation(left: readonly string[], right: readonly string[]): boolean {
  const start = right.indexOf(left[0] ?? "");
  const isWhole = start === 0 || left.length > 2;
  return isWhole && left.every((word, at) => word === right[(start + at) % right.length]);
}

function hasCue({ words }: GuardText): boolean {
  return words.some(isDirection);
}

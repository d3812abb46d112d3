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
    const isSameOrder = left.every((word, at) => word === right[at]);
    if (left.length !== right.length || left.length < 2 || isSameOrder) return undefined;
    const words = new Set(left);
    if (!right.every((word) => words.has(word)) || !(hasCue(query) && hasCue(candidate))) {
      return undefined;
    }
    return "the same words in another order";
  },
};

function hasCue({ words }: GuardText): boolean {
  return words.some(isDirection);
}

import { meaningOf } from "./english.ts";
import type { Guard } from "./guard.ts";

/** In longer texts one different word is wording, not another question. */
const MAX_CONTENT_WORDS = 12;

/**
 * Vetoes when the questions differ by exactly one word that carries meaning: "enable dark mode" and
 * "disable dark mode", "flights to Paris" and "flights to Rome". Inflections and typing errors are
 * the same word.
 */
export const substitutionGuard: Guard = {
  name: "substitution",
  veto(query, candidate) {
    const left = exclusive(query.content, candidate.content);
    const right = exclusive(candidate.content, query.content);
    const [mine, theirs] = [left[0], right[0]];
    if (left.length !== 1 || right.length !== 1 || mine === undefined || theirs === undefined) {
      return undefined;
    }
    const length = Math.max(query.content.length, candidate.content.length);
    if (length < 2 || length > MAX_CONTENT_WORDS || isTypingError(mine, theirs)) return undefined;
    return `"${mine}" in place of "${theirs}"`;
  },
};

function exclusive(words: readonly string[], others: readonly string[]): string[] {
  const stems = new Set(others.map(meaningOf));
  return words.filter((word) => !stems.has(meaningOf(word)));
}

/** Whether two longer words that begin alike differ by one letter added, lost, changed or swapped. */
function isTypingError(left: string, right: string): boolean {
  if (Math.min(left.length, right.length) < 6 || Math.abs(left.length - right.length) > 1) {
    return false;
  }
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let end = 0;
  while (
    end < Math.min(left.length, right.length) - start &&
    left.at(-1 - end) === right.at(-1 - end)
  )
    end++;
  if (start < 2) return false;
  const [here, there] = [
    left.slice(start, left.length - end),
    right.slice(start, right.length - end),
  ];
  const isSwap = here.length === 2 && here === `${there[1]}${there[0]}`;
  return isSwap || (here.length <= 1 && there.length <= 1);
}

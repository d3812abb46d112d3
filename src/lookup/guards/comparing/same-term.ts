import type { Term } from "../guard-text.ts";
import type { Lexicon } from "../reading/lexicon.ts";

/** Shorter words are too close to each other to tell a typing error from another word. */
const LEAST_MISSPELLED = 5;

/** Whether two terms are one word: inflected, turned into another part of speech, or misspelled. */
export function isSameTerm(one: Term, other: Term, lexicon: Lexicon): boolean {
  const [left, right] = [one.word, other.word];
  if (left[0] !== right[0]) return isSwap(left, right);
  if (squeezed(left) === squeezed(right)) return true;
  const shorter = Math.min(left.length, right.length);
  if (shorter >= 4 && single(left) === single(right)) return true;
  if (isOppositeOf(one, other)) return false;
  if (isDerived(left, right, lexicon)) return true;
  // Names differ by a letter more often than they are misspelled: "Maria", "Mario".
  const least = one.isName && other.isName ? 8 : LEAST_MISSPELLED;
  return shorter >= least ? isTypingError(left, right) : isSwap(left, right);
}

/** Whether one is the other with a beginning or an ending that negates it: `nullable`, `non-nullable`. */
export function isNegationOf(one: Term, other: Term, lexicon: Lexicon): boolean {
  return negates(one.word, other, lexicon) || negates(other.word, one, lexicon);
}

function negates(long: string, short: Term, lexicon: Lexicon): boolean {
  const start = short.word.slice(0, 3);
  if (start.length < 3 || !long.includes(start)) return false;
  const isSame = (rest: string): boolean =>
    rest.startsWith(start) &&
    (lexicon.meaningOf(rest) === short.meaning || isDerived(rest, short.word, lexicon));
  return (
    lexicon.prefixes.some(
      (prefix) => long.startsWith(prefix) && isSame(long.slice(prefix.length)),
    ) ||
    lexicon.negatingEndings.some((end) => long.endsWith(end) && isSame(long.slice(0, -end.length)))
  );
}

/** Whether a language has two terms for opposites: `open`, `close`. */
export function isOppositeOf(one: Term, other: Term): boolean {
  if (one.sides.length === 0 || other.sides.length === 0) return false;
  return one.sides.some(({ pair, side }) =>
    other.sides.some((each) => each.pair === pair && each.side !== side),
  );
}

/** Whether a word of few letters is another with a slip of the fingers. */
export function isMisspelled(word: string, meant: string): boolean {
  if (Math.abs(word.length - meant.length) > 1) return false;
  return word.length >= 5 && meant.length >= 5 ? isTypingError(word, meant) : isSwap(word, meant);
}

/** A word with every doubled letter once: `acommodation`, `loose` and `lose`. */
function single(word: string): string {
  return /(.)\1/.test(word) ? word.replace(/(.)\1/g, "$1") : word;
}

function squeezed(word: string): string {
  return /[-' ._]/.test(word) ? word.replace(/[-' ._]/g, "") : word;
}

/** `negotiate` and `negotiation`: what they share is long, and what they do not are known endings. */
function isDerived(left: string, right: string, { derivations }: Lexicon): boolean {
  const shared = sharedStart(left, right);
  if (shared < 4) return false;
  for (let cut = shared; cut >= Math.max(4, shared - 1); cut--) {
    if (derivations.has(left.slice(cut)) && derivations.has(right.slice(cut))) return true;
  }
  return false;
}

/** Whether two words are one with a letter added, lost, changed, or two swapped. */
function isTypingError(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length);
  if (Math.abs(left.length - right.length) > 1) return false;
  const start = sharedStart(left, right);
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const here = left.slice(start, left.length - end);
  const there = right.slice(start, right.length - end);
  if (here.length === 2 && here === `${there[1]}${there[0]}`) return true;
  return here.length <= 1 && there.length <= 1 && start >= 1;
}

function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length || left.length < 3) return false;
  const at = sharedStart(left, right);
  const swapped = left.slice(0, at) + (left[at + 1] ?? "") + (left[at] ?? "") + left.slice(at + 2);
  return at < left.length - 1 && swapped === right;
}

function sharedStart(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return at;
}

import { isNegation, isStopWord, numberOfWord } from "./english.ts";

/** A question taken apart once, for all guards. */
export interface GuardText {
  readonly text: string;
  /** Words in order, lower case, apostrophes straightened. */
  readonly words: readonly string[];
  /** Numbers in order, in one notation: `10,000`, `10k` and `10000` are `10000`, `two` is `2`. */
  readonly numbers: readonly string[];
  /** Words that carry meaning: no stop words, no negations, no numbers; each once. */
  readonly content: readonly string[];
}

/** Longest text a guard looks at, in characters: what is behind it is left to the embedding. */
const MAX_CHARACTERS = 20_000;

const WORD = /\p{L}[\p{L}\p{M}\p{N}]*(?:'\p{L}+)?/gu;
// Digits with their separators, and a magnitude glued to them.
const NUMBER = /(?<![\p{L}\p{N}])(-?\d[\d,.]*)\s?(k|m|bn)?(?![\p{L}\d])|\d+(?:[.,]\d+)*/giu;
const MAGNITUDE: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, bn: 1e9 };

/** Takes a question apart. */
export function guardText(text: string): GuardText {
  const bounded = text.slice(0, MAX_CHARACTERS).replace(/[\u2018\u2019\u02bc]/g, "'");
  const words = Array.from(bounded.toLowerCase().matchAll(WORD), ([word]) => word);
  const spelled = words.map(numberOfWord).filter((number) => number !== undefined);
  const written = Array.from(bounded.matchAll(NUMBER), ([all, digits, magnitude]) =>
    canonicalNumber(digits ?? all, magnitude),
  );
  return {
    text,
    words,
    numbers: [...written, ...spelled],
    content: [...new Set(words.filter(isContent))],
  };
}

function isContent(word: string): boolean {
  return !isStopWord(word) && !isNegation(word) && numberOfWord(word) === undefined;
}

function canonicalNumber(digits: string, magnitude: string | undefined): string {
  const plain = withoutEnd(digits)
    .replace(/,(?=\d{3}(?:\D|$))/g, "")
    .replace(",", ".");
  const value = Number(plain) * (MAGNITUDE[magnitude?.toLowerCase() ?? ""] ?? 1);
  return Number.isFinite(value) ? String(value) : plain;
}

/** Digits without the punctuation of the sentence behind them. */
function withoutEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && ".,".includes(digits[end - 1] ?? "")) end--;
  return digits.slice(0, end);
}

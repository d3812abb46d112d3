import type { GuardText, Term } from "../guard-text.ts";
import type { Lexicon } from "../reading/lexicon.ts";
import { editWindow } from "./edit-window.ts";
import { isMisspelled, isNegationOf, isOppositeOf, isSameTerm } from "./same-term.ts";

/** What two texts do not share. */
export interface Difference {
  /** Terms of the one text without a counterpart in the other, each meaning once. */
  readonly mine: readonly Term[];
  readonly theirs: readonly Term[];
  /** How many meanings both have. */
  readonly shared: number;
  /** Words that are the negation of a word of the other text: `ineligible`, `eligible`. Each counts as shared. */
  readonly negated: readonly TermPair[];
  /** Opposites, one in each text. Each counts as shared. */
  readonly opposed: readonly TermPair[];
}

/** A word of the one text and what corresponds to it in the other. */
export interface TermPair {
  readonly mine: Term;
  readonly theirs: Term;
}

/** Above this, what is left is not compared one with one: that would be quadratic in a long text. */
const MAX_PAIRED = 24;
const MAX_WORDS = 300;
const MAX_ACRONYM = 6;
const MAX_SPACED = 4;
const MAX_TOGETHER = 3;

/** Finds the terms two texts do not share: neither as the same word, nor inflected, misspelled or spelled out. */
export function differenceOf(query: GuardText, candidate: GuardText, lexicon: Lexicon): Difference {
  const [mine, theirs] = [missingIn(candidate, query), missingIn(query, candidate)];
  const shared = query.meanings.size - mine.length;
  const longest = Math.max(mine.length, theirs.length);
  if (longest === 0 || longest > MAX_PAIRED) {
    return { mine, theirs, shared, negated: [], opposed: [] };
  }
  dropExpansions(mine, theirs, candidate.terms);
  dropExpansions(theirs, mine, query.terms);
  const negated = takePairs(mine, theirs, isNegationOf, lexicon);
  const opposed = takePairs(mine, theirs, isOppositeOf, lexicon);
  const same = takePairs(mine, theirs, isSameTerm, lexicon);
  if (mine.length > 0 && theirs.length > 0 && isSpacedApart(query, candidate))
    return { mine: [], theirs: [], shared, negated, opposed };
  return {
    mine: withoutSlips(mine, query, candidate),
    theirs: withoutSlips(theirs, candidate, query),
    shared: shared + same.length + negated.length + opposed.length,
    negated,
    opposed,
  };
}

/** The terms of a text whose meanings another text has not. */
function missingIn(other: GuardText, { meanings }: GuardText): Term[] {
  const missing: Term[] = [];
  for (const term of meanings.values()) if (!other.meanings.has(term.meaning)) missing.push(term);
  return missing;
}

/** Takes what belongs together out of both lists. */
function takePairs(
  mine: Term[],
  theirs: Term[],
  belongs: (one: Term, other: Term, lexicon: Lexicon) => boolean,
  lexicon: Lexicon,
): TermPair[] {
  const pairs: TermPair[] = [];
  if (theirs.length === 0) return pairs;
  for (const term of [...mine]) {
    const other = theirs.find((each) => belongs(term, each, lexicon));
    if (!other) continue;
    pairs.push({ mine: term, theirs: other });
    mine.splice(mine.indexOf(term), 1);
    theirs.splice(theirs.indexOf(other), 1);
  }
  return pairs;
}

/** Whether two texts have the same letters and only a space in another place: `yo uare`. */
function isSpacedApart(query: GuardText, candidate: GuardText): boolean {
  const { mine, theirs } = editWindow(query, candidate);
  if (Math.max(mine.length, theirs.length) > MAX_SPACED) return false;
  const letters = (tokens: typeof mine): string =>
    tokens.map(({ word }) => word.replaceAll(" ", "")).join("");
  return letters(mine) === letters(theirs);
}

/** Leaves out words that are a misspelled stop word of the other text: `teh`, `wiht`. */
function withoutSlips(terms: readonly Term[], own: GuardText, other: GuardText): readonly Term[] {
  if (terms.length === 0 || other.words.length > MAX_WORDS) return terms;
  const known = new Set(own.words);
  const missing = other.words.filter((word) => !known.has(word));
  return terms.filter(
    ({ word, isName }) => isName || !missing.some((each) => isMisspelled(word, each)),
  );
}

/** Leaves out acronyms and what they stand for, and words written apart here and together there. */
function dropExpansions(short: Term[], long: Term[], terms: readonly Term[]): void {
  if (terms.length > MAX_WORDS) return;
  for (const term of [...short]) {
    const run = runFor(term, terms);
    if (!run) continue;
    short.splice(short.indexOf(term), 1);
    for (const { meaning } of run) {
      const at = long.findIndex((other) => other.meaning === meaning);
      if (at >= 0) long.splice(at, 1);
    }
  }
}

/** The neighbouring terms whose initials, or which together, are a word: `machine learning` for `ML`. */
function runFor({ word }: Term, terms: readonly Term[]): readonly Term[] | undefined {
  for (let start = 0; start < terms.length; start++) {
    if (terms[start]?.word[0] !== word[0]) continue;
    if (isAcronym(word, terms, start)) return terms.slice(start, start + word.length);
    const length = lengthTogether(word, terms, start);
    if (length > 1) return terms.slice(start, start + length);
  }
  return undefined;
}

function isAcronym(word: string, terms: readonly Term[], start: number): boolean {
  if (word.length < 2 || word.length > MAX_ACRONYM) return false;
  for (let at = 0; at < word.length; at++) {
    if (terms[start + at]?.word[0] !== word[at]) return false;
  }
  return true;
}

/** How many terms, written together, are a word; 0 when they are not. */
function lengthTogether(word: string, terms: readonly Term[], start: number): number {
  let rest = word;
  for (let length = 0; length < MAX_TOGETHER; length++) {
    const next = terms[start + length]?.word;
    if (next === undefined || !rest.startsWith(next)) return 0;
    rest = rest.slice(next.length).replace(/^[_-]/, "");
    if (rest === "") return length + 1;
  }
  return 0;
}

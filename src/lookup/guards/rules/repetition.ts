import type { Guard } from "../guard.ts";
import type { GuardText, Term } from "../guard-text.ts";

/** What is said more often than by the other text: so many words, of so many kinds, one of them so much more. */
const LEAST_SURPLUS = 3;
const LEAST_KINDS = 2;
const LEAST_OF_ONE = 2;
/** Share of all words that they are: a text of several sentences comes back to what it is about. */
const LEAST_SHARE = 0.25;

/**
 * Vetoes when one text says words of the other again and again, as texts do that are made to lie near
 * another question (*CacheAttack*, arXiv 2601.23088).
 */
export const repetitionGuard: Guard = {
  name: "repetition",
  veto(query, candidate) {
    const [asked, stored] = [repeated(query, candidate), repeated(candidate, query)];
    if (!asked && !stored) return undefined;
    return { reason: "repeats words of the other", query: asked, candidate: stored };
  },
};

function repeated(text: GuardText, other: GuardText): readonly string[] | undefined {
  if (text.terms.length < text.meanings.size + LEAST_SURPLUS) return undefined; // nothing stands there often enough
  const theirs = countMeanings(other.terms);
  const more = Array.from(countMeanings(text.terms), ([meaning, count]) => ({
    word: text.meanings.get(meaning)?.text ?? meaning,
    surplus: count - (theirs.get(meaning) ?? count),
  })).filter(({ surplus }) => surplus > 0);
  const sum = more.reduce((total, { surplus }) => total + surplus, 0);
  const isRepetition =
    sum >= Math.max(LEAST_SURPLUS, LEAST_SHARE * text.terms.length) &&
    more.length >= LEAST_KINDS &&
    more.some(({ surplus }) => surplus >= LEAST_OF_ONE);
  return isRepetition ? more.map(({ word }) => word) : undefined;
}

function countMeanings(terms: readonly Term[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { meaning } of terms) counts.set(meaning, (counts.get(meaning) ?? 0) + 1);
  return counts;
}

import type { Guard } from "../guard.ts";
import type { GuardText, Term } from "../guard-text.ts";

/** Words more than the other text has of them, and of how many different ones: a figure of speech has fewer. */
const LEAST_SURPLUS = 3;
const LEAST_REPEATED = 2;

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
  const [own, theirs] = [countMeanings(text.terms), countMeanings(other.terms)];
  let surplus = 0;
  const words: string[] = [];
  for (const [meaning, count] of own) {
    const more = count - (theirs.get(meaning) ?? count);
    if (more <= 0) continue;
    surplus += more;
    words.push(text.meanings.get(meaning)?.text ?? meaning);
  }
  return surplus >= LEAST_SURPLUS && words.length >= LEAST_REPEATED ? words : undefined;
}

function countMeanings(terms: readonly Term[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { meaning } of terms) counts.set(meaning, (counts.get(meaning) ?? 0) + 1);
  return counts;
}

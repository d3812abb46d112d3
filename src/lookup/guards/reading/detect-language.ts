import type { Language } from "../language.ts";
import { split } from "./split.ts";

/** A list of search words has no stop words at all. Longer texts without them are in a language nobody knows. */
const SEARCH_WORDS = 8;
const LEAST_SHARE = 0.15;

const NOBODY: readonly number[] = [];

/** How many stop words of each language a text has. */
export function voter(languages: readonly Language[]): (words: readonly string[]) => number[] {
  const speakers = new Map<string, number[]>();
  for (const [index, { stopWords }] of languages.entries()) {
    for (const word of split(stopWords)) speakers.set(word, [...(speakers.get(word) ?? []), index]);
  }
  return (words) => {
    const votes = languages.map(() => 0);
    for (const word of words) {
      for (const index of speakers.get(word) ?? NOBODY) votes[index] = (votes[index] ?? 0) + 1;
    }
    return votes;
  };
}

/** Whether a text is in one language beyond doubt: three stop words, and twice as many as in any other. */
export function isClearlyOne(votes: readonly number[]): boolean {
  const [most = 0, second = 0] = votes.toSorted((one, other) => other - one);
  return most >= 3 && most >= 2 * second;
}

/** Index of the language with most stop words, the earlier one when even; -1 when it is none of them. */
export function languageOf(words: readonly string[], votes: readonly number[]): number {
  const most = Math.max(0, ...votes);
  if (most > words.length * LEAST_SHARE) return votes.indexOf(most);
  const isSearch =
    words.length <= SEARCH_WORDS && words.every((word) => /^[a-z'.+#-]+$/.test(word));
  return isSearch ? 0 : -1;
}

import type { GuardText } from "../guard-text.ts";

/** Words of meaning by which two texts may differ and still be worded alike. */
const MAX_OTHER = 2;

/**
 * Whether two texts are worded alike but for a word or two. Only then does a small word tell them apart:
 * between two free wordings of one question, `must` and `should` come and go.
 */
export function isAlmostTheSame(query: GuardText, candidate: GuardText): boolean {
  const { mine, theirs, shared } = query.differenceTo(candidate);
  return mine.length + theirs.length <= Math.min(MAX_OTHER, shared);
}

/** Words of meaning from which on a text is prose. */
const PROSE = 25;
/** Words of meaning of a long sentence. */
const SENTENCE = 8;

/**
 * Whether two texts are long and each is worded in its own way. Between such texts small words, negations
 * and opposites come and go without a change of what is asked.
 */
export function isFreelyWorded(query: GuardText, candidate: GuardText): boolean {
  const length = Math.min(query.terms.length, candidate.terms.length);
  if (length >= PROSE) return !isAlmostTheSame(query, candidate);
  const { mine, theirs, shared } = query.differenceTo(candidate);
  return length >= SENTENCE && mine.length + theirs.length > shared;
}

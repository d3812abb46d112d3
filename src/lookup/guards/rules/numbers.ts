import { differs, type Exclusive, exclusiveItems } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";
import type { GuardText } from "../guard-text.ts";

/**
 * Vetoes when the two questions do not name the same numbers, or relate them in another way. Without it, 149 of
 * 150 questions of the kind "status of order 10273" are answered with another order's answer at a threshold of 0.85.
 */
export const numbersGuard: Guard = {
  name: "numbers",
  veto(query, candidate) {
    const numbers = exclusiveItems(query.numbers, candidate.numbers);
    if (numbers.mine.length + numbers.theirs.length > 0) {
      return isTurnOfPhrase(query, candidate, numbers) || isOneOf(query, candidate, numbers)
        ? undefined
        : differs("different numbers", numbers);
    }
    const expressions = exclusiveItems(query.expressions, candidate.expressions);
    if (expressions.mine.length === 0 || expressions.theirs.length === 0) return undefined;
    return differs("the same numbers in another relation", expressions);
  },
};

/** Whether all that differs is a one in digits, and the other text says it in a word: "1 bag", "one bag", "a bag". */
function isOneOf(
  query: GuardText,
  candidate: GuardText,
  { mine, theirs }: Exclusive<string>,
): boolean {
  const [only, ...others] = [...mine, ...theirs];
  if (only !== "1" || others.length > 0) return false;
  const [digits, words] = mine.length > 0 ? [query, candidate] : [candidate, query];
  return onesIn(words) > onesIn(digits);
}

function onesIn({ tokens }: GuardText): number {
  return tokens.filter(({ entry }) => entry?.roles.has("one")).length;
}

/** Whether a number is only spelled out, only in one of two free wordings: "two of the reasons", "third party". */
function isTurnOfPhrase(
  query: GuardText,
  candidate: GuardText,
  { mine, theirs }: Exclusive<string>,
): boolean {
  if (mine.length > 0 && theirs.length > 0) return false;
  const written = new Set(
    [...query.tokens, ...candidate.tokens].flatMap(({ kind, text, word }) =>
      kind === "number" && /\d/.test(text) ? [word] : [],
    ),
  );
  return (
    [...mine, ...theirs].every((number) => !written.has(number)) &&
    !isAlmostTheSame(query, candidate)
  );
}

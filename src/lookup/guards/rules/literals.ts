import { differs, exclusiveBy } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";
import type { GuardText } from "../guard-text.ts";

/** Vetoes when code, a URL, an e-mail address or an identifier differs, to the letter. */
export const literalsGuard: Guard = {
  name: "literals",
  veto(query, candidate) {
    const literals = exclusiveBy(query.literals, candidate.literals, canonical);
    const mine = literals.mine.filter((literal) => !isSaidIn(literal, candidate));
    const theirs = literals.theirs.filter((literal) => !isSaidIn(literal, query));
    const isBoth = mine.length > 0 && theirs.length > 0;
    const isOne = mine.length + theirs.length > 0 && isAlmostTheSame(query, candidate);
    return isBoth || isOne
      ? differs("different code, addresses or identifiers", { mine, theirs })
      : undefined;
  },
};

/** A sentence may begin with an identifier, and give it a capital. */
function canonical(literal: string): string {
  return literal.charAt(0).toLowerCase() + literal.slice(1);
}

/** Whether a text says the same without the marks of code: `default_factory`, "default factory". */
function isSaidIn(literal: string, { text, words }: GuardText): boolean {
  const plain = literal.replace(/[_-]/g, "").toLowerCase();
  return text.includes(literal) || (/^[a-z]+$/.test(plain) && words.join("").includes(plain));
}

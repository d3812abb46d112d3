import { isFreelyWorded } from "../comparing/is-almost-the-same.ts";
import { isBalanced, isOneNegated } from "../comparing/polarity.ts";
import type { Guard } from "../guard.ts";

/**
 * Vetoes when one question is negated and the other is not. Cosine does not see a negation: "How do I
 * not reset my password?" is at 0.98 of its opposite. Two negations cancel out.
 */
export const negationGuard: Guard = {
  name: "negation",
  veto(query, candidate) {
    if (!isOneNegated(query, candidate) || isFreelyWorded(query, candidate)) return undefined;
    if (isBalanced(query, candidate)) return undefined;
    const { negated } = query.differenceTo(candidate);
    return {
      reason: "only one of the two is negated",
      query: [...query.negations, ...negated.map(({ mine }) => mine.text)],
      candidate: [...candidate.negations, ...negated.map(({ theirs }) => theirs.text)],
    };
  },
};

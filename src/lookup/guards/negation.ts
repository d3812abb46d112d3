import { isNegation } from "./english.ts";
import type { Guard } from "./guard.ts";
import type { GuardText } from "./guard-text.ts";

// "I don't know how to …" asks the same as "how to …".
const IDIOM =
  /\b(?:do not|don't|not sure|no idea|can't|cannot) (?:know |remember |recall |understand |figure out |work out )?(?:how|what|where|when|why|which|if|whether)\b/g;

/**
 * Vetoes when one question is negated and the other is not. Cosine does not see a negation: "How do I
 * not reset my password?" is at 0.98 of its opposite. Two negations cancel out.
 */
export const negationGuard: Guard = {
  name: "negation",
  veto(query, candidate) {
    const [left, right] = [isNegated(query), isNegated(candidate)];
    return left === right ? undefined : "only one of the two is negated";
  },
};

function isNegated({ words }: GuardText): boolean {
  const said = words.join(" ").replace(IDIOM, "").split(" ");
  return said.filter(isNegation).length % 2 === 1;
}

import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { GuardText } from "../guard-text.ts";

/** In a longer text a word such as "now" tells a story more often than it asks about the moment. */
const MAX_TERMS = 12;

/** Vetoes when both ask about the moment they are asked in, in other words: what was true then may not be true now. */
export const momentGuard: Guard = {
  name: "moment",
  veto(query, candidate) {
    if (Math.max(query.terms.length, candidate.terms.length) > MAX_TERMS) return undefined;
    const [mine, theirs] = [moments(query), moments(candidate)];
    if (mine.length === 0 || theirs.length === 0) return undefined;
    const difference = query.differenceTo(candidate);
    const isSame =
      mine.join() === theirs.join() && difference.mine.length + difference.theirs.length === 0;
    return isSame
      ? undefined
      : differs("they ask about the moment they are asked in", { mine, theirs });
  },
};

function moments({ tokens }: GuardText): string[] {
  return tokens.filter(({ entry }) => entry?.roles.has("moment")).map(({ word }) => word);
}

import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { Term } from "../guard-text.ts";

/** In longer texts a word more or less is wording. */
const MAX_TERMS = 12;

/** Vetoes when one question says all the other says and one word of meaning more, wherever it stands. For `strict`. */
export const everyWordGuard: Guard = {
  name: "every-word",
  veto(query, candidate) {
    if (query.language === undefined) return undefined;
    const { mine, theirs, shared } = query.differenceTo(candidate);
    const [asked, stored] = [mine.filter(isTelling), theirs.filter(isTelling)];
    const isOneSided = asked.length > 0 !== stored.length > 0;
    if (!isOneSided || shared > MAX_TERMS) return undefined;
    return differs("one says more than the other", { mine: asked, theirs: stored });
  },
};

function isTelling({ isColour }: Term): boolean {
  return !isColour;
}

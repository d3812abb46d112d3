import { differs } from "../comparing/exclusive.ts";
import { isFreelyWorded } from "../comparing/is-almost-the-same.ts";
import { isBalanced, oppositesOf } from "../comparing/polarity.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when one question has a word and the other its opposite: "enable" and "disable", "buyer" and "seller". */
export const antonymsGuard: Guard = {
  name: "antonyms",
  veto(query, candidate) {
    if (isFreelyWorded(query, candidate)) return undefined;
    const opposites = oppositesOf(query, candidate);
    const isOther = opposites.mine.length > 0 && !isBalanced(query, candidate, opposites);
    return isOther ? differs("opposites", opposites) : undefined;
  },
};

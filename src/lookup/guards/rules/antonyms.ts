import { differs } from "../comparing/exclusive.ts";
import { isFreelyWorded } from "../comparing/is-almost-the-same.ts";
import { polarityOf } from "../comparing/polarity.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when one question has a word and the other its opposite: "enable" and "disable", "buyer" and "seller". */
export const antonymsGuard: Guard = {
  name: "antonyms",
  veto(query, candidate) {
    const { opposites, isBalanced } = polarityOf(query, candidate);
    if (isFreelyWorded(query, candidate)) return undefined;
    return opposites.mine.length > 0 && !isBalanced ? differs("opposites", opposites) : undefined;
  },
};

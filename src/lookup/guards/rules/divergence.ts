import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when two questions of some length share few words: what is alike is their form. */
export const divergenceGuard: Guard = {
  name: "divergence",
  veto(query, candidate) {
    if (query.language === undefined) return undefined;
    const { mine, theirs, shared } = query.differenceTo(candidate);
    const length = Math.min(mine.length, theirs.length) + shared;
    if (length < (shared === 0 ? 5 : 7)) return undefined; // short ones may say the same in other words
    const share = shared / (shared + mine.length + theirs.length);
    return share < 0.15 ? differs("few words in common", { mine, theirs }) : undefined;
  },
};

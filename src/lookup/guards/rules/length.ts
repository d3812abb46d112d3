import type { Guard } from "../guard.ts";

/** Vetoes when texts are too long to be taken apart and what is behind the bound is not the same to the letter. */
export const lengthGuard: Guard = {
  name: "length",
  veto(query, candidate) {
    return query.rest === candidate.rest
      ? undefined
      : "too long to be compared word by word, and not the same";
  },
};

import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when one question asks what is and the other what was or will be: "who is", "who was the chancellor". */
export const tenseGuard: Guard = {
  name: "tense",
  veto(query, candidate) {
    if (!isAlmostTheSame(query, candidate)) return undefined;
    const tenses = exclusiveMarks(query.marks.tense, candidate.marks.tense);
    return tenses.mine.length > 0 && tenses.theirs.length > 0
      ? differs("different tenses", tenses)
      : undefined;
  },
};

import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when one question asks what must be and the other what may be, or only one what used to be. */
export const modalityGuard: Guard = {
  name: "modality",
  veto(query, candidate) {
    if (!isAlmostTheSame(query, candidate)) return undefined;
    const marks = exclusiveMarks(query.marks.modal, candidate.marks.modal);
    const past = [...marks.mine, ...marks.theirs].some(({ value }) => value === "used to");
    const isOther = past || (marks.mine.length > 0 && marks.theirs.length > 0);
    return isOther ? differs("what is, what must be and what was", marks) : undefined;
  },
};

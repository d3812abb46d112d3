import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when the questions join what they name in different ways: "with cash and card", "with cash or card". */
export const logicGuard: Guard = {
  name: "logic",
  veto(query, candidate) {
    if (!isAlmostTheSame(query, candidate)) return undefined;
    const marks = exclusiveMarks(query.marks.logic, candidate.marks.logic);
    return marks.mine.length > 0 && marks.theirs.length > 0
      ? differs("different logic", marks)
      : undefined;
  },
};

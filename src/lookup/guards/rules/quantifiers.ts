import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";

/** Quantities that change a question even when the other names none. */
const TELLING: ReadonlySet<string> = new Set(["only", "at least", "at most", "except", "none"]);

/** Vetoes when the questions are about different shares: "all users" and "some users", "at least 3" and "at most 3". */
export const quantifiersGuard: Guard = {
  name: "quantifiers",
  veto(query, candidate) {
    if (!isAlmostTheSame(query, candidate)) return undefined;
    const marks = exclusiveMarks(query.marks.quantifier, candidate.marks.quantifier);
    const { mine, theirs } = query.differenceTo(candidate);
    const isOneTelling =
      mine.length + theirs.length === 0 &&
      [...marks.mine, ...marks.theirs].some(({ value }) => TELLING.has(value));
    const isConflict = marks.mine.length > 0 && marks.theirs.length > 0;
    return isConflict || isOneTelling ? differs("different quantities", marks) : undefined;
  },
};

import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";
import type { Mark } from "../guard-text.ts";

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
    const isConflict = marks.mine.some((one) => marks.theirs.some((other) => areOther(one, other)));
    return isConflict || isOneTelling ? differs("different quantities", marks) : undefined;
  },
};

/** "Any" is told from "every" only: "are there any seats" and "are there some seats" ask the same. */
function areOther({ value: one }: Mark, { value: other }: Mark): boolean {
  if (one === "any") return other === "all";
  return other !== "any" || one === "all";
}

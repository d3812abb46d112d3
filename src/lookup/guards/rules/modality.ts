import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";
import type { GuardText, Mark } from "../guard-text.ts";

/** What a polite question is full of. */
const MILD: ReadonlySet<string> = new Set(["can", "should"]);
const PERMITTING: ReadonlySet<string> = new Set(["can", "may"]);

/** Vetoes when one question asks what must be and the other what may be, or only one what used to be. */
export const modalityGuard: Guard = {
  name: "modality",
  veto(query, candidate) {
    if (!isAlmostTheSame(query, candidate)) return undefined;
    const marks = exclusiveMarks(modals(query), modals(candidate));
    const past = [...marks.mine, ...marks.theirs].some(({ value }) => value === "used to");
    const isOther =
      past || marks.mine.some((one) => marks.theirs.some((each) => areOther(one, each)));
    return isOther ? differs("what is, what must be and what was", marks) : undefined;
  },
};

/** The modals of a text; those of courtesy only where a question begins with them: "should I", not "how should I". */
function modals({ marks, tokens }: GuardText): readonly Mark[] {
  const [first] = tokens;
  return marks.modal.filter(({ value, text }) => !MILD.has(value) || text === first?.text);
}

/** "May I" and "can I" ask the same. */
function areOther({ value: one }: Mark, { value: other }: Mark): boolean {
  return !(PERMITTING.has(one) && PERMITTING.has(other));
}

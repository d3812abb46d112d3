import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { GuardText } from "../guard-text.ts";

const PAST = "past";
/** Questions whose answer changes with time. "What was" and "what is a moratorium" have one answer. */
const CHANGING: ReadonlySet<string | undefined> = new Set(["who", "where", "how much", "how old"]);

/**
 * Vetoes when one question asks who was, how much it was or whether it was so and the other, in the same words,
 * what is or will be: "who is", "who was the chancellor". What is and what will be have one answer more often than two.
 */
export const tenseGuard: Guard = {
  name: "tense",
  veto(query, candidate) {
    const { mine, theirs } = query.differenceTo(candidate);
    if (mine.length + theirs.length > 0 || !isChanging(query)) return undefined;
    const tenses = exclusiveMarks(query.marks.tense, candidate.marks.tense);
    const isBoth = tenses.mine.length > 0 && tenses.theirs.length > 0;
    const isPast = [...tenses.mine, ...tenses.theirs].some(({ value }) => value === PAST);
    return isBoth && isPast && isChanging(candidate)
      ? differs("different tenses", tenses)
      : undefined;
  },
};

function isChanging({ tokens: [first] }: GuardText): boolean {
  const { roles, marks } = first?.entry ?? {};
  return Boolean(roles?.has("yesNo")) || CHANGING.has(marks?.question ?? "");
}

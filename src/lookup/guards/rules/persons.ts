import { differs, exclusiveMarks } from "../comparing/exclusive.ts";
import { isAlmostTheSame } from "../comparing/is-almost-the-same.ts";
import type { Guard } from "../guard.ts";
import type { Mark } from "../guard-text.ts";

/** Vetoes when the questions are about different people: "my salary" and "your salary", "he asked her" and "she asked him". */
export const personsGuard: Guard = {
  name: "persons",
  veto(query, candidate) {
    const [mine, theirs] = [query.marks.person, candidate.marks.person];
    const persons = exclusiveMarks(mine, theirs);
    if (persons.mine.length > 0 && persons.theirs.length > 0)
      return differs("about different people", persons);
    if (mine.length === 0 || theirs.length === 0) return undefined;
    const [hers, his] = [thirdPersons(mine), thirdPersons(theirs)];
    return isReordered(hers, his) && isSameSet(hers, his) && isAlmostTheSame(query, candidate)
      ? differs("the people changed places", { mine, theirs })
      : undefined;
  },
};

function thirdPersons(marks: readonly Mark[]): readonly Mark[] {
  return marks.filter(({ value }) => value === "he" || value === "she");
}

function isReordered(mine: readonly Mark[], theirs: readonly Mark[]): boolean {
  if (mine.length !== theirs.length) return false;
  return mine.some(({ value }, at) => value !== theirs[at]?.value);
}

function isSameSet(mine: readonly Mark[], theirs: readonly Mark[]): boolean {
  const { mine: one, theirs: other } = exclusiveMarks(mine, theirs);
  return one.length === 0 && other.length === 0;
}

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
    const [hers, his] = [mine, theirs].map(thirdPersons) as [readonly Mark[], readonly Mark[]];
    const isSwapped = hers.length === his.length && order(hers) !== order(his);
    return isSwapped && isSameSet(hers, his) && isAlmostTheSame(query, candidate)
      ? differs("the people changed places", { mine, theirs })
      : undefined;
  },
};

function thirdPersons(marks: readonly Mark[]): readonly Mark[] {
  return marks.filter(({ value }) => value === "he" || value === "she");
}

function order(marks: readonly Mark[]): string {
  return marks.map(({ value }) => value).join(" ");
}

function isSameSet(mine: readonly Mark[], theirs: readonly Mark[]): boolean {
  const { mine: one, theirs: other } = exclusiveMarks(mine, theirs);
  return one.length === 0 && other.length === 0;
}

import { differs, type Exclusive, exclusiveMarks } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { GuardText, Mark } from "../guard-text.ts";

/** Vetoes when the questions name different times: "in March" and "in May", "now" and "last year", "daily" and "monthly". */
export const timesGuard: Guard = {
  name: "times",
  veto(query, candidate) {
    const times = exclusiveMarks(query.marks.time, candidate.marks.time);
    const isBoth = times.mine.length > 0 && times.theirs.length > 0;
    if (isBoth || isAllThatDiffers(query, candidate, times))
      return differs("different times", times);
    const periods = exclusiveMarks(query.marks.period, candidate.marks.period);
    return periods.mine.length > 0 && periods.theirs.length > 0
      ? differs("different times", periods)
      : undefined;
  },
};

/** Whether a time that only one text names is the only thing that tells the two apart. */
function isAllThatDiffers(query: GuardText, candidate: GuardText, times: Exclusive<Mark>): boolean {
  const named = times.mine.length + times.theirs.length;
  if (named === 0) return false;
  const { mine, theirs } = query.differenceTo(candidate);
  return mine.length + theirs.length <= named;
}

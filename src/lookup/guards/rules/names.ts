import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when each question names somebody or something the other does not: "Rome", "Paris". */
export const namesGuard: Guard = {
  name: "names",
  veto(query, candidate) {
    const { mine, theirs } = query.differenceTo(candidate);
    const names = {
      mine: mine.filter(({ isName }) => isName),
      theirs: theirs.filter(({ isName }) => isName),
    };
    return names.mine.length > 0 && names.theirs.length > 0
      ? differs("different names", names)
      : undefined;
  },
};

import type { GuardText, Token } from "../guard-text.ts";

/** Where two texts differ when they begin and end alike. */
export interface EditWindow {
  /** Tokens between the shared beginning and the shared end. */
  readonly mine: readonly Token[];
  readonly theirs: readonly Token[];
  /** How many tokens the shared beginning and end have. */
  readonly shared: number;
}

/** Finds the one place in which two texts differ, in linear time: all of both when they begin and end differently. */
export function editWindow(query: GuardText, candidate: GuardText): EditWindow {
  const [left, right] = [query.tokens, candidate.tokens];
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start]?.word === right[start]?.word) start++;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end)?.word === right.at(-1 - end)?.word) end++;
  return {
    mine: left.slice(start, left.length - end),
    theirs: right.slice(start, right.length - end),
    shared: start + end,
  };
}

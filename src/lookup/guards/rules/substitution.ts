import { editWindow } from "../comparing/edit-window.ts";
import { differs } from "../comparing/exclusive.ts";
import { isSearch } from "../comparing/is-search.ts";
import type { Guard } from "../guard.ts";
import type { GuardText, Token } from "../guard-text.ts";

/** In longer texts one different word is wording, not another question. */
const MAX_TERMS = 10;
/** The place in which the two texts differ, in words. */
const MAX_WINDOW = 4;

/** Vetoes when the questions differ by exactly one word that carries meaning: "flights to Paris", "flights to Rome". */
export const substitutionGuard: Guard = {
  name: "substitution",
  veto(query, candidate) {
    if (query.language === undefined) return undefined;
    const { mine, theirs, shared } = query.differenceTo(candidate);
    if (mine.length !== 1 || theirs.length !== 1 || shared < 1 || shared > MAX_TERMS)
      return undefined;
    if (mine[0]?.isColour || theirs[0]?.isColour || !isInPlace(query, candidate)) return undefined;
    return differs("one word in place of another", { mine, theirs });
  },
};

/** Whether the other words of meaning are in the same order, or one of the texts is a list of search words. */
function isInPlace(query: GuardText, candidate: GuardText): boolean {
  if (isSearch(query) || isSearch(candidate)) return true;
  const { mine, theirs } = query.differenceTo(candidate);
  const window = editWindow(query, candidate);
  const isIn = (tokens: readonly Token[], word: string | undefined): boolean =>
    tokens.length <= MAX_WINDOW && tokens.some((token) => token.word === word);
  return isIn(window.mine, mine[0]?.word) && isIn(window.theirs, theirs[0]?.word);
}

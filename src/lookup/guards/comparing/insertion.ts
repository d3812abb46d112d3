import type { GuardText, Token } from "../guard-text.ts";
import { editWindow } from "./edit-window.ts";

/** The words that one text has in one place, and the other, the same otherwise, has not; none when more differs. */
export function insertionOf(longer: GuardText, shorter: GuardText): readonly Token[] {
  const { mine, theirs } = editWindow(longer, shorter);
  if (theirs.length === 0) return mine;
  // "A car", "an electric car".
  return theirs.length === 1 && isArticle(theirs[0]) && isArticle(mine[0]) ? mine.slice(1) : [];
}

function isArticle(token: Token | undefined): boolean {
  return Boolean(token?.entry?.roles.has("one"));
}

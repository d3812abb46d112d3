import type { GuardText } from "../guard-text.ts";

/** Whether a text is a list of search words: "python list reverse". Such a text leaves out what is clear. */
export function isSearch({ terms, tokens }: GuardText): boolean {
  const first = tokens[0]?.entry;
  if (first?.roles.has("yesNo") || first?.marks.question) return false;
  return tokens.length > 1 && tokens.length - terms.length <= 1;
}

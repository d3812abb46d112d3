import { editWindow } from "../comparing/edit-window.ts";
import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { GuardText, Term, Token } from "../guard-text.ts";

/** More words than this in one place are another wording, not another thing. */
const MAX_WORDS = 4;
/** Of a long text nobody words one place alone in another way: there a few more words count. */
const MAX_WORDS_OF_LONG = 12;
/** Words that both texts have from which on they are long. */
const LONG = 60;

/**
 * Vetoes when two questions are the same to the word but for one place, where each names something else:
 * "hiking trails near Denver", "camping sites near Denver". In long prompts it finds the one late change.
 */
export const slotGuard: Guard = {
  name: "slot",
  veto(query, candidate) {
    if (query.language === undefined) return undefined;
    const difference = query.differenceTo(candidate);
    const isEqual = difference.mine.length === 0 || difference.theirs.length === 0;
    if (isEqual && query.tokens.length < LONG) return undefined;
    const { mine, theirs, shared } = editWindow(query, candidate);
    const longest = Math.max(mine.length, theirs.length);
    const isLong = shared >= LONG;
    if (longest > (isLong ? MAX_WORDS_OF_LONG : MAX_WORDS) || shared < longest) return undefined;
    const [here, there] = [within(query, mine), within(candidate, theirs)];
    const asked = others(here, there, difference.mine, isLong ? candidate : undefined);
    const stored = others(there, here, difference.theirs, isLong ? query : undefined);
    if (asked.length === 0 || stored.length === 0) return undefined;
    return differs("the same question about something else", { mine: asked, theirs: stored });
  },
};

/** The words of meaning in one place. */
function within({ terms, tokens }: GuardText, window: readonly Token[]): readonly Term[] {
  const inside = new Set<Token | undefined>(window);
  return terms.filter(({ at, isColour }) => !isColour && inside.has(tokens[at]));
}

/** Those that the other text has not; of a long one, those it has not in the same place. */
function others(
  here: readonly Term[],
  there: readonly Term[],
  missing: readonly Term[],
  long: GuardText | undefined,
): readonly Term[] {
  const known = new Set(there.map(({ meaning }) => meaning));
  return here.filter(
    (term) =>
      missing.includes(term) || (long?.meanings.has(term.meaning) && !known.has(term.meaning)),
  );
}

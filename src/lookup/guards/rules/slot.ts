import { editWindow } from "../comparing/edit-window.ts";
import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { Term, Token } from "../guard-text.ts";

/** More words than this in one place are another wording, not another thing. */
const MAX_WORDS = 4;

/**
 * Vetoes when two questions are the same to the word but for one place, where each names something else:
 * "hiking trails near Denver", "camping sites near Denver". In long prompts it finds the one late change.
 */
export const slotGuard: Guard = {
  name: "slot",
  veto(query, candidate) {
    if (query.language === undefined) return undefined;
    const difference = query.differenceTo(candidate);
    if (difference.mine.length === 0 || difference.theirs.length === 0) return undefined;
    const { mine, theirs, shared } = editWindow(query, candidate);
    const longest = Math.max(mine.length, theirs.length);
    if (longest > MAX_WORDS || shared < longest) return undefined;
    const [asked, stored] = [within(difference.mine, mine), within(difference.theirs, theirs)];
    if (asked.length === 0 || stored.length === 0) return undefined;
    return differs("the same question about something else", { mine: asked, theirs: stored });
  },
};

function within(terms: readonly Term[], tokens: readonly Token[]): readonly Term[] {
  const words = new Set(tokens.map(({ word }) => word));
  return terms.filter(({ word, isColour }) => !isColour && words.has(word));
}

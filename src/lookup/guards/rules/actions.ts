import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { GuardText } from "../guard-text.ts";

/** Vetoes when a text is an order in other words: it is to be carried out, not answered. "Cancel my card" is no question. */
export const actionsGuard: Guard = {
  name: "actions",
  veto(query, candidate) {
    const [mine, theirs] = [orderOf(query), orderOf(candidate)];
    if (mine.length + theirs.length === 0) return undefined;
    if (query.words.join(" ") === candidate.words.join(" ")) return undefined;
    return differs("an order is carried out, not answered", { mine, theirs });
  },
};

function orderOf({ tokens, numbers, marks }: GuardText): string[] {
  const [first] = tokens;
  if (!first?.entry?.roles.has("action")) return [];
  const isOnesOwn = numbers.length > 0 || marks.person.some(({ value }) => value === "my");
  return isOnesOwn ? [first.text] : [];
}

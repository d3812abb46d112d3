import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { GuardText, Token } from "../guard-text.ts";

/** Where a question word stands that says what is asked for: "when I travel" further on is a condition. */
const LEADING = 3;
const COMPATIBLE: ReadonlySet<string> = new Set(["how long when", "when how long"]);
const DEGREE = "degree";
const WHETHER = "yes or no";

/** Vetoes when the questions ask for different things: "who" and "when", "why" and "how to", "is it" and "why is it". */
export const focusGuard: Guard = {
  name: "focus",
  veto(query, candidate) {
    const [mine, theirs] = [focusOf(query), focusOf(candidate)];
    if (!mine || !theirs || mine.value === theirs.value) return undefined;
    if (isDegree(mine) !== isDegree(theirs) && !(isAmount(mine) || isAmount(theirs)))
      return undefined;
    if (COMPATIBLE.has(`${mine.value} ${theirs.value}`) || isHowOrWhether(mine, theirs))
      return undefined;
    return differs("they ask for different things", { mine: [mine], theirs: [theirs] });
  },
};

function isDegree({ value }: Focus): boolean {
  return value.startsWith(DEGREE);
}

function isAmount({ value }: Focus): boolean {
  return value.startsWith("how ") && value !== "how to";
}

interface Focus {
  readonly value: string;
  readonly text: string;
}

function focusOf({ tokens }: GuardText): Focus | undefined {
  const [first] = tokens;
  if (first?.entry?.roles.has("yesNo")) return { value: WHETHER, text: first.text };
  const leading = tokens.slice(0, LEADING);
  for (let at = 0; at < leading.length; at++) {
    const focus = asked(leading, at);
    if (focus) return focus;
  }
  return undefined;
}

function asked(tokens: readonly Token[], at: number): Focus | undefined {
  const { entry, text = "" } = tokens[at] ?? {};
  const value = entry?.marks.question;
  if (value !== DEGREE) return value === undefined ? undefined : { value, text };
  // "How old", "how good": what is asked for is the word behind it.
  const next = tokens[at + 1];
  const isStop = next?.kind !== "word" || next.entry?.roles.has("stop");
  return isStop ? undefined : { value: `${DEGREE} ${next.word}`, text: `${text} ${next.text}` };
}

/** "Can I cancel?" and "How can I cancel?" have one answer. */
function isHowOrWhether(mine: Focus, theirs: Focus): boolean {
  const values = new Set([mine.value, theirs.value]);
  return values.has(WHETHER) && values.has("how to");
}

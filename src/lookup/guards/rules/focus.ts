import { differs } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";
import type { GuardText, Token } from "../guard-text.ts";

/** Where a question word stands that says what is asked for: "when I travel" further on is a condition. */
const LEADING = 3;
const COMPATIBLE: ReadonlySet<string> = new Set(["how long when", "when how long"]);
const DEGREE = "degree";
const AMOUNT = "how much";
const WHETHER = "yes or no";
const EFFECT = "what follows";

/** Vetoes when the questions ask for different things: "who" and "when", "why" and "how to", "is it" and "why is it". */
export const focusGuard: Guard = {
  name: "focus",
  veto(query, candidate) {
    if (isAmountAndKind(query, candidate) || isAmountAndKind(candidate, query))
      return "they ask how much of it and which of it";
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

function focusOf({ tokens: all }: Pick<GuardText, "tokens">): Focus | undefined {
  const tokens = withoutCondition(all);
  const [first] = tokens;
  const last = tokens.at(-1);
  if (last?.entry?.roles.has("causal") && tokens[1]?.entry?.roles.has("yesNo"))
    return { value: EFFECT, text: last.text };
  if (first?.entry?.roles.has("yesNo")) return { value: WHETHER, text: first.text };
  const leading = tokens.slice(0, LEADING);
  for (let at = 0; at < leading.length; at++) {
    const focus = asked(leading, at);
    if (focus) return focus;
  }
  return undefined;
}

/** What follows a clause at the beginning that only says when: "When I open it, why does it freeze?" */
function withoutCondition(tokens: readonly Token[]): readonly Token[] {
  const isClause =
    tokens[0]?.entry?.marks.question === "when" && !tokens[1]?.entry?.roles.has("yesNo");
  if (!isClause) return tokens;
  const main = tokens.findIndex(
    ({ entry }, at) => at > 1 && (entry?.marks.question || isInverted(tokens, at)),
  );
  return main < 0 ? tokens : tokens.slice(main);
}

/** Whether a verb stands before its subject, as in a question: "can I", not "I can". */
function isInverted(tokens: readonly Token[], at: number): boolean {
  const isSubject = (token: Token | undefined): boolean =>
    Boolean(token?.entry?.roles.has("subject"));
  return (
    Boolean(tokens[at]?.entry?.roles.has("yesNo")) &&
    isSubject(tokens[at + 1]) &&
    !isSubject(tokens[at - 1])
  );
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

/** Whether one asks how much there is of a thing and the other which one it is: "how much flour", "what flour". */
function isAmountAndKind({ tokens: [amount, thing] }: GuardText, other: GuardText): boolean {
  const [kind, same] = other.tokens;
  if (amount?.entry?.marks.question !== AMOUNT || !kind?.entry?.roles.has("kind")) return false;
  return Boolean(thing?.sense?.isContent) && thing?.sense?.meaning === same?.sense?.meaning;
}

import { differs } from "../comparing/exclusive.ts";
import { insertionOf } from "../comparing/insertion.ts";
import { isSearch } from "../comparing/is-search.ts";
import type { Guard } from "../guard.ts";
import type { GuardText, Term, Token } from "../guard-text.ts";

/** What a longer addition says is framing more often than a condition. */
const MAX_ADDED = 4;
/** So many words after the question ask for something else, or are there to mislead. */
const MANY = 3;
/** In short questions every adjective counts. */
const FEW = 1;
/** In a question that is the same otherwise, a few more. */
const SHORT = 2;
const MAX_TERMS = 12;

/**
 * Vetoes when one question says all the other says and narrows it: by a name ("in Jaipur"), by a clause at its
 * end ("for a team"), or, in a short one, by a word before its noun ("express shipping").
 */
export const additionGuard: Guard = {
  name: "addition",
  veto(query, candidate) {
    const { mine, theirs, shared } = query.differenceTo(candidate);
    const [asked, stored] = [mine.filter(isTelling), theirs.filter(isTelling)];
    const isOneSided = asked.length > 0 !== stored.length > 0;
    if (!isOneSided || shared < 1 || shared > MAX_TERMS) return undefined;
    const [longer, shorter] = asked.length > 0 ? [query, candidate] : [candidate, query];
    const added = asked.length > 0 ? asked : stored;
    const isOther = goesOn(longer, shorter, added) || narrows(longer, shorter, added, shared);
    return isOther
      ? differs("only one of them narrows it down", { mine: asked, theirs: stored })
      : undefined;
  },
};

/** Whether one text begins as the other and says much more behind it. */
function goesOn(longer: GuardText, shorter: GuardText, added: readonly Term[]): boolean {
  return (
    added.length >= MANY && shorter.tokens.every(({ word }, at) => word === longer.tokens[at]?.word)
  );
}

function narrows(
  longer: GuardText,
  shorter: GuardText,
  added: readonly Term[],
  shared: number,
): boolean {
  if (added.length > MAX_ADDED || isVague(longer) || isSearch(shorter)) return false;
  return (
    isTrailingName(longer, added) ||
    isTrailingClause(longer, added) ||
    (shared <= FEW && isBeforeNoun(longer, added)) ||
    isModified(longer, shorter, added, shared)
  );
}

/** Whether a clause takes back what it says: "or otherwise". */
function isVague({ tokens }: GuardText): boolean {
  return tokens.some(({ entry }) => entry?.roles.has("vague"));
}

function isTelling({ isColour }: Term): boolean {
  return !isColour;
}

/** Whether a name ends the text, or a preposition opens it: "Miami Beach", "In Jaipur, how much". */
function isTrailingName({ terms, tokens }: GuardText, added: readonly Term[]): boolean {
  const [name] = added;
  if (!name?.isName || added.length > 2) return false;
  const isLast = terms.at(-1)?.at === added.at(-1)?.at;
  const isAfterPreposition = Boolean(tokens[name.at - 1]?.entry?.roles.has("qualifier"));
  // "In Germany, …" is a condition; "As a Java developer, …" says who is asking.
  const isFraming = terms[0]?.at === name.at && (name.at !== 1 || terms[1]?.at === 2);
  return isLast || (isAfterPreposition && !isFraming);
}

/** Whether the added words are the last ones and a preposition opens them. */
function isTrailingClause({ terms, tokens }: GuardText, added: readonly Term[]): boolean {
  const [first] = added;
  if (!first || !isTail({ terms }, added)) return false;
  const opening = tokens.slice(Math.max(0, first.at - 2), first.at + 1);
  if (opening.slice(1).some(({ startsSentence }) => startsSentence)) return false;
  return opening.some((token) => token.entry?.roles.has("qualifier"));
}

function isTail({ terms }: Pick<GuardText, "terms">, added: readonly Term[]): boolean {
  return terms.slice(-added.length).every((term, at) => term.at === added[at]?.at);
}

/** Whether one word stands between a small word and a word both texts have: "an [English] editor". */
function isBeforeNoun({ terms, tokens }: GuardText, added: readonly Term[]): boolean {
  const [word] = added;
  if (!word || added.length > 1) return false;
  const [before, after] = [tokens[word.at - 1], terms.find(({ at }) => at === word.at + 1)];
  return Boolean(before?.entry?.roles.has("stop")) && after !== undefined;
}

/** Whether the one thing that was put in makes another thing of what follows: "my [child's] password", "the [capital of] Texas". */
function isModified(
  longer: GuardText,
  shorter: GuardText,
  added: readonly Term[],
  shared: number,
): boolean {
  const inserted = insertionOf(longer, shorter);
  if (inserted.length === 0 || inserted[0] === longer.tokens[0]) return false;
  if (isOwner(inserted[0]) || inserted.some((token, at) => isLeading(token) && isEnd(inserted, at)))
    return true;
  const isPlain = shared <= SHORT || isClosed(longer);
  return isPlain && inserted.length === 1 && isAttribute(longer, added);
}

/** Whether it asks yes or no, or about something of one's own: there an adjective is never idle. */
function isClosed({ tokens, marks }: GuardText): boolean {
  return (
    Boolean(tokens[0]?.entry?.roles.has("yesNo")) ||
    marks.person.some(({ value }) => value === "my")
  );
}

function isOwner(token: Token | undefined): boolean {
  return Boolean(token?.entry?.roles.has("owner"));
}

function isLeading(token: Token): boolean {
  return isOwner(token) || Boolean(token.entry?.roles.has("qualifier"));
}

/** Whether nothing but small words is behind a place. */
function isEnd(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(at + 1).every(({ sense }) => sense !== undefined && !sense.isContent);
}

/** Whether one word that is no adverb stands before a word both texts have. */
function isAttribute({ terms }: GuardText, added: readonly Term[]): boolean {
  const [word] = added;
  if (!word || added.length > 1 || word.word.endsWith("ly")) return false;
  return terms.some(({ at }) => at === word.at + 1);
}

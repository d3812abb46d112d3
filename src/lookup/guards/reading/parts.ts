import type { GuardText, Mark, Term, Token } from "../guard-text.ts";
import type { MarkRole, WordEntry } from "./lexicon.ts";
import type { WordSense } from "./word-sense.ts";

/** What guards compare, by kind. */
export type Parts = Pick<
  GuardText,
  | "words"
  | "numbers"
  | "content"
  | "terms"
  | "meanings"
  | "marks"
  | "units"
  | "opposites"
  | "negations"
  | "impliesNegation"
  | "expressions"
>;

/** The same while they are sorted out. */
type Sorted = { -readonly [Part in keyof Parts]: Writable<Parts[Part]> };
type Writable<Part> = Part extends readonly (infer Item)[]
  ? Item[]
  : Part extends ReadonlyMap<string, Term>
    ? Map<string, Term>
    : Part extends Readonly<Record<MarkRole, readonly Mark[]>>
      ? Record<MarkRole, Mark[]>
      : Part;

/** Sorts the tokens of a text by what they are, in one pass. */
export function partsOf(tokens: readonly Token[]): Parts {
  const parts = nothing();
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.sense) addWord(parts, tokens, at, token, token.sense);
    else if (token?.kind === "number") addNumber(parts, token);
    else if (token?.kind === "literal") addTerm(parts, literalTerm(token.text, at));
    else if (token && isBetweenNumbers(tokens, at)) {
      parts.expressions.push(expressionAt(tokens, at));
    }
  }
  parts.content = [...new Set(parts.terms.map(({ word }) => word))];
  return parts;
}

function nothing(): Sorted {
  return {
    words: [],
    numbers: [],
    content: [],
    terms: [],
    meanings: new Map(),
    marks: {
      time: [],
      period: [],
      quantifier: [],
      logic: [],
      question: [],
      person: [],
      modal: [],
      format: [],
      genre: [],
      tense: [],
    },
    units: [],
    opposites: [],
    negations: [],
    impliesNegation: false,
    expressions: [],
  };
}

function addWord(
  parts: Sorted,
  tokens: readonly Token[],
  at: number,
  token: Token,
  sense: WordSense,
): void {
  const { word, text, entry } = token;
  if (word.includes(" ")) parts.words.push(...word.split(" "));
  else if (word !== "") parts.words.push(word);
  for (const side of sense.sides) parts.opposites.push({ ...side, text });
  if (sense.isContent && !(entry?.unit && isBehindNumber(tokens, at))) {
    addTerm(parts, wordTerm(token, sense, at));
  }
  if (!entry) return;
  addRoles(parts, entry, text);
  // Short signs are units only at a number: the `m` of "5 m", not that of "Mr. M".
  if (entry.unit && (word.length > 3 || isNextToNumber(tokens, at))) {
    parts.units.push({ ...entry.unit, text });
  }
}

function addRoles(parts: Sorted, { roles, marks, markRoles }: WordEntry, text: string): void {
  for (const role of markRoles) {
    const value = marks[role];
    if (value !== undefined) parts.marks[role].push({ value, text });
  }
  if (roles.has("negation")) parts.negations.push(text);
  if (roles.has("implied")) parts.impliesNegation = true;
}

function addNumber(parts: Sorted, { word, text }: Token): void {
  parts.numbers.push(word);
  if (isExpression(text)) parts.expressions.push(text);
}

function addTerm(parts: Sorted, term: Term): void {
  parts.terms.push(term);
  if (!parts.meanings.has(term.meaning)) parts.meanings.set(term.meaning, term);
}

function literalTerm(text: string, at: number): Term {
  return { text, word: text, meaning: text, isName: false, isColour: false, sides: [], at };
}

function wordTerm(token: Token, { meaning, isColour, sides }: WordSense, at: number): Term {
  const { text, word, isCapitalized, startsSentence } = token;
  return { text, word, meaning, isName: isCapitalized && !startsSentence, isColour, sides, at };
}

/** A unit belongs to a number, with which it is compared: "$20" and "20 dollars" are the same words. */
function isBehindNumber(tokens: readonly Token[], at: number): boolean {
  if (tokens[at - 1]?.kind === "number" || tokens[at - 2]?.kind === "number") return true;
  return Boolean(tokens[at - 1]?.entry?.roles.has("one"));
}

function isNextToNumber(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.kind === "number" || tokens[at + 1]?.kind === "number";
}

/** Whether a run says how its numbers stand to each other, or what they are numbers of: `3-2`, `INV-1182`. */
function isExpression(run: string): boolean {
  if (/^\p{Lu}{1,6}-\d/u.test(run)) return true;
  return /^\d+(?:[.,:/x-]\d+)+$/.test(run) && !/^\d+(?:[.,]\d+)*$/.test(run);
}

/** A dash between words is punctuation; `>` between words and `-` between numbers are not. */
function isBetweenNumbers(tokens: readonly Token[], at: number): boolean {
  if (!/^[-–−*/]$/.test(tokens[at]?.text ?? "")) return true;
  return tokens[at - 1]?.kind === "number" && tokens[at + 1]?.kind === "number";
}

function expressionAt(tokens: readonly Token[], at: number): string {
  return `${tokens[at - 1]?.word ?? ""} ${tokens[at]?.text ?? ""} ${tokens[at + 1]?.word ?? ""}`;
}

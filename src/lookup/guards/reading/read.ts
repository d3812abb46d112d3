import type { Difference } from "../comparing/difference.ts";
import { differenceOf } from "../comparing/difference.ts";
import type { GuardText, Mark, Term, Token } from "../guard-text.ts";
import type { Language } from "../language.ts";
import { isClearlyOne, languageOf, voter } from "./detect-language.ts";
import { asciiDigits } from "./digits.ts";
import { createLexicon, type Lexicon, type MarkRole } from "./lexicon.ts";
import { withNumberWords } from "./number-words.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { tokensOf } from "./tokens.ts";

/** Longest text that is taken apart, in characters. What is behind it is compared to the letter. */
const MAX_CHARACTERS = 20_000;

const UNKNOWN: Language = { code: "und", stopWords: "", negations: "" };
const MARK_ROLES = [
  "time",
  "period",
  "quantifier",
  "logic",
  "question",
  "person",
  "modal",
  "format",
  "genre",
  "tense",
] as const;
// Classes that say something by themselves and are compared by rules of their own.
const FUNCTION_MARKS: readonly MarkRole[] = ["quantifier", "logic", "question", "person", "modal"];

/** Lexicons, each made when a text in its language comes along: it takes a millisecond or two. */
function lexiconsOf(languages: readonly Language[]): (code: string | undefined) => Lexicon {
  const made = new Map<string, Lexicon>();
  return (code) => {
    const language = languages.find((each) => each.code === code) ?? UNKNOWN;
    const lexicon = made.get(language.code) ?? createLexicon(language);
    made.set(language.code, lexicon);
    return lexicon;
  };
}

/** A function that takes texts apart, in the language each of them is in. */
export function createReader(languages: readonly Language[]): (text: string) => GuardText {
  const lexiconOf = lexiconsOf(languages);
  const votesOf = voter(languages);
  return (text) => {
    const bounded = asciiDigits(text.slice(0, MAX_CHARACTERS).normalize("NFKC"))
      .replace(/[\u2018\u2019\u02bc\u00b4]/g, "'")
      .replace(/"{2,}/g, '"');
    const pieces = piecesOf(bounded);
    const words = pieces.flatMap((piece) => (piece.kind === "word" ? [piece.word] : []));
    const votes = votesOf(words);
    const isClear = isClearlyOne(votes);
    const detected = languages[languageOf(words, votes)]?.code;
    const known = new Map<string | undefined, GuardText>();
    const as = (code: string | undefined): GuardText => {
      const found = known.get(code);
      if (found) return found;
      const lexicon = lexiconOf(code);
      const made = readIn(lexicon, { text, pieces, as, spoken: isClear ? detected : undefined });
      known.set(code, made);
      return made;
    };
    return as(detected);
  };
}

interface Unread extends Pick<GuardText, "text" | "spoken" | "as"> {
  readonly pieces: readonly Piece[];
}

function readIn(lexicon: Lexicon, { text, pieces, spoken, as }: Unread): GuardText {
  const tokens = withNumberWords(tokensOf(pieces, lexicon));
  const terms = termsOf(tokens, lexicon);
  const self: GuardText = {
    text,
    language: lexicon.language === UNKNOWN ? undefined : lexicon.language.code,
    spoken,
    rest: text.slice(MAX_CHARACTERS),
    tokens,
    words: tokens.flatMap(({ kind, word }) => (kind === "word" && word ? word.split(" ") : [])),
    numbers: tokens.flatMap(({ kind, word }) => (kind === "number" ? [word] : [])),
    content: [...new Set(terms.map(({ word }) => word))],
    terms,
    marks: marksOf(tokens),
    units: unitsOf(tokens),
    opposites: tokens.flatMap(({ kind, word, text: said }) =>
      kind === "word" ? lexicon.sidesOf(word).map((side) => ({ ...side, text: said })) : [],
    ),
    impliesNegation: tokens.some(({ entry }) => entry?.roles.has("implied")),
    negations: tokens.flatMap(({ entry, text: said }) =>
      entry?.roles.has("negation") ? [said] : [],
    ),
    literals: pieces.flatMap((piece) => (piece.kind === "literal" ? [piece.text] : [])),
    quotes: pieces.flatMap((piece) => (piece.kind === "quote" ? [piece.text] : [])),
    expressions: expressionsOf(tokens),
    as,
    differenceTo: rememberingDifference(() => self, lexicon),
  };
  return self;
}

function rememberingDifference(
  self: () => GuardText,
  lexicon: Lexicon,
): (other: GuardText) => Difference {
  let last: { readonly other: GuardText; readonly difference: Difference } | undefined;
  return (other) => {
    if (last?.other !== other) {
      last = { other, difference: differenceOf(self(), other, lexicon) };
    }
    return last.difference;
  };
}

function termsOf(tokens: readonly Token[], lexicon: Lexicon): Term[] {
  return tokens.flatMap((token, at) => {
    if (token.kind === "literal") return [literalTerm(token.text, at)];
    const isTerm = token.kind === "word" && isContent(token) && !isAtNumber(tokens, at);
    return isTerm ? [wordTerm(token, at, lexicon)] : [];
  });
}

/** Whether a unit belongs to a number, with which it is compared: "$20" and "20 dollars" are the same words. */
function isAtNumber(tokens: readonly Token[], at: number): boolean {
  if (!tokens[at]?.entry?.unit) return false;
  return tokens[at - 1]?.kind === "number" || tokens[at - 2]?.kind === "number";
}

function literalTerm(text: string, at: number): Term {
  return { text, word: text, meaning: text, isName: false, isColour: false, sides: [], at };
}

function wordTerm(token: Token, at: number, { meaningOf, sidesOf }: Lexicon): Term {
  const { text, word, entry } = token;
  const phrase = entry?.marks.period ?? entry?.marks.time;
  return {
    text,
    word,
    meaning: word.includes(" ") && phrase !== undefined ? phrase : meaningOf(word),
    isName: token.isCapitalized && !token.startsSentence,
    isColour: isColour(entry),
    sides: sidesOf(word),
    at,
  };
}

function isColour(entry: Token["entry"]): boolean {
  if (!entry) return false;
  const { roles, marks } = entry;
  if (roles.has("colour") || roles.has("vague")) return true;
  return marks.format !== undefined || marks.genre !== undefined;
}

function isContent({ word, entry }: Token): boolean {
  if (word === "") return false;
  if (!entry) return true;
  const { roles, marks, unit, sides } = entry;
  if (roles.has("stop") || roles.has("negation")) return false;
  if (unit && sides.length === 0 && /^[$€£¥₹%]|^.{1,2}$/.test(word)) return false;
  return (
    !FUNCTION_MARKS.some((role) => marks[role] !== undefined) ||
    marks.format !== undefined ||
    marks.genre !== undefined
  );
}

function marksOf(tokens: readonly Token[]): GuardText["marks"] {
  const marks = Object.fromEntries(MARK_ROLES.map((role) => [role, [] as Mark[]])) as Record<
    MarkRole,
    Mark[]
  >;
  for (const { entry, text } of tokens) {
    for (const role of entry?.markRoles ?? []) {
      const value = entry?.marks[role];
      if (value !== undefined) marks[role].push({ value, text });
    }
  }
  return marks;
}

function unitsOf(tokens: readonly Token[]): GuardText["units"] {
  return tokens.flatMap(({ entry, text, word }, at) => {
    if (!entry?.unit) return [];
    const isAtNumber = tokens[at - 1]?.kind === "number" || tokens[at + 1]?.kind === "number";
    // Short signs are units only at a number: the `m` of "5 m", not that of "Mr. M".
    return isAtNumber || word.length > 3 ? [{ ...entry.unit, text }] : [];
  });
}

function expressionsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ kind, text }, at) => {
    if (kind === "number" && isExpression(text)) return [text];
    if (kind !== "operator" || !isBetweenNumbers(tokens, at)) return [];
    return [`${tokens[at - 1]?.word ?? ""} ${text} ${tokens[at + 1]?.word ?? ""}`];
  });
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

import { type NumberPiece, numberPieces } from "./number-pieces.ts";
import { remembering } from "./remembering.ts";

/** A word as it stands in a text. */
export interface WordPiece {
  readonly kind: "word";
  readonly text: string;
  /** Lower case. */
  readonly word: string;
  readonly isCapitalized: boolean;
  readonly startsSentence: boolean;
  /** A comma follows. */
  readonly hasComma?: boolean;
}

/** Text that counts to the letter: code, URLs, e-mail addresses, paths, names such as `MAX_SIZE`. */
export interface LiteralPiece {
  readonly kind: "literal";
  readonly text: string;
}

/** Text between quotes. Its words follow as pieces of their own. */
export interface QuotePiece {
  readonly kind: "quote";
  readonly text: string;
}

/** `+`, `>`, `<=` between two things. */
export interface OperatorPiece {
  readonly kind: "operator";
  readonly text: string;
}

/** What a text is made of, before any language is known. */
export type Piece = WordPiece | LiteralPiece | QuotePiece | OperatorPiece | NumberPiece;

// Code and quotes, else a run without white space. Every alternative ends at the first chance to do so.
const SPAN =
  /```[\s\S]*?(?:```|$)|`[^`\n]+`|"[^"\n]+"|“[^“”\n]+”|«[^«»\n]+»|„[^„“”\n]+[“”]|(?<![\p{L}\p{N}])'[^'\n]+'(?![\p{L}\p{N}])|[^\s"`“”«»„]+/gu;
// What makes a difference between spans and runs: most texts have none of it.
const HAS_QUOTES = /["`“”«»„]|(?<![\p{L}\p{N}])'/u;

/** A longer run without white space is no word: a hash, a data URL, another script. */
const LONGEST_RUN = 200;

// Most words: told by the cheapest of all tests.
const SIMPLE_WORD = /^[a-z]{1,40}$/i;
const PLAIN_WORDS = /^\p{L}[\p{L}\p{M}'./-]*$/u;
const ABBREVIATION = /^(?:\p{L}\.){2,6}\p{L}?[?,!]?$|^\p{L}\.\p{L}[?,]?$/u;
const LIST_MARKER = /^\(?\d{1,2}[.)]$/;
const CALL = /^[([{*'_]{0,3}([\p{L}_$][\p{L}\p{N}_$.]{0,80})\(\)/u;
const OPENING = "([{<*_~¿¡'";
const CLOSING = ")]}>*_~.,;:!?…'";
const ENDS_SENTENCE = ".!?:";
const LITERAL =
  /^(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)|[^@]@[^@]+\.|[_=\\<>{}|]|::|\(\)|^\.{0,2}\/|^[a-z]:/i;
const OPERATOR = /^(?:[-+*/×÷^%−–]|[<>=!]=?=?|\|\||&&|->|=>)$/;
const WORDS = /\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*/gu;
const SINGLE_SCRIPT_WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** A function that cuts texts into pieces, in one pass. It remembers runs: most come again. */
export function pieceCutter(): (text: string) => Piece[] {
  const first = remembering((run) => piecesOfRun(run, true));
  const inside = remembering((run) => piecesOfRun(run, false));
  return (text) => {
    const pieces: Piece[] = [];
    let ofRun = first;
    for (const span of spansOf(text)) {
      for (const piece of piecesOfQuote(span, inside) ?? ofRun(span)) pieces.push(piece);
      ofRun = ENDS_SENTENCE.includes(span.at(-1) ?? " ") ? first : inside;
    }
    return pieces;
  };
}

function spansOf(text: string): readonly string[] {
  return text.match(HAS_QUOTES.test(text) ? SPAN : /\S+/g) ?? [];
}

/** The pieces of code and of quotes; `undefined` when a span is neither. */
function piecesOfQuote(
  span: string,
  inside: (run: string) => readonly Piece[],
): readonly Piece[] | undefined {
  if (span.startsWith("`")) return [{ kind: "literal", text: withoutTicks(span) }];
  if (!isQuoted(span)) return undefined;
  const text = span.slice(1, -1).trim();
  return [{ kind: "quote", text }, ...text.split(/\s+/).flatMap(inside)];
}

function isQuoted(span: string): boolean {
  return span.length > 2 && "\"“«„'".includes(span[0] ?? "") && /["“”»']$/.test(span);
}

function withoutTicks(span: string): string {
  return span
    .replace(/^`+/, "")
    .replace(/(?<!`)`+$/, "")
    .trim();
}

function piecesOfRun(run: string, startsSentence: boolean): readonly Piece[] {
  if (SIMPLE_WORD.test(run)) return [wordPiece(run, startsSentence)];
  const pieces: Piece[] = [];
  pushOther(pieces, run, startsSentence);
  return pieces;
}

function pushOther(pieces: Piece[], run: string, startsSentence: boolean): void {
  if (startsSentence && run.length < 6 && run.endsWith(",")) {
    pieces.push({ ...wordPiece(run.slice(0, -1), true), hasComma: true });
    return;
  }
  if (OPERATOR.test(run)) {
    pieces.push({ kind: "operator", text: run });
    return;
  }
  if (startsSentence && LIST_MARKER.test(run)) return;
  const call = CALL.exec(run)?.[1];
  if (call !== undefined) {
    pieces.push({ kind: "literal", text: call });
    return;
  }
  const bare = ABBREVIATION.test(run) ? run.replace(/[.?,!]/g, "") : trimmed(run);
  if (bare === "") return;
  if (bare.length > LONGEST_RUN || LITERAL.test(bare)) {
    pieces.push({ kind: "literal", text: bare });
  } else if (PLAIN_WORDS.test(bare)) pushWords(pieces, bare, startsSentence);
  else pushMixed(pieces, bare, startsSentence);
}

function pushMixed(pieces: Piece[], bare: string, startsSentence: boolean): void {
  if (/\d/.test(bare)) {
    for (const piece of numberPieces(bare)) {
      if (typeof piece === "string") pushWords(pieces, piece, startsSentence);
      else pieces.push(piece);
    }
  } else if (/^\p{L}{1,2}(?:\+\+|#)$/u.test(bare)) pieces.push(wordPiece(bare, startsSentence));
  else pushWords(pieces, bare, startsSentence);
}

function pushWords(pieces: Piece[], text: string, startsSentence: boolean): void {
  if (/^[\p{L}\p{M}']+$/u.test(text) && !SINGLE_SCRIPT_WORD.test(text)) {
    pieces.push(wordPiece(text, startsSentence));
    return;
  }
  let isFirst = startsSentence;
  for (const [word] of text.matchAll(WORDS)) {
    // Scripts without spaces: every character is a word.
    const parts = SINGLE_SCRIPT_WORD.test(word) ? Array.from(word) : [word];
    for (const part of parts) pieces.push(wordPiece(part, isFirst));
    isFirst = false;
  }
}

function wordPiece(text: string, startsSentence: boolean): WordPiece {
  const word = text.toLowerCase();
  const isCapitalized = text[0] !== word[0];
  return { kind: "word", text, word, isCapitalized, startsSentence };
}

function trimmed(run: string): string {
  let [start, end] = [0, run.length];
  while (start < end && OPENING.includes(run[start] ?? "")) start++;
  while (end > start && CLOSING.includes(run[end - 1] ?? "")) end--;
  const bare = run.slice(start, end);
  return bare.endsWith("(") ? bare.slice(0, -1) : bare; // a call: `reset()`
}

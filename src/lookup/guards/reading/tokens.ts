import type { Token } from "../guard-text.ts";
import type { Lexicon, WordEntry } from "./lexicon.ts";
import type { NumberPiece } from "./number-pieces.ts";
import { canonicalNumber, magnitudeOf, romanValue } from "./number-value.ts";
import type { PhraseNode } from "./phrases.ts";
import type { Piece, WordPiece } from "./pieces.ts";
import { senseOf } from "./word-sense.ts";

const PLAIN = {
  isCapitalized: false,
  startsSentence: false,
  entry: undefined,
  sense: undefined,
} as const;
const ORDINAL = /^(?:st|nd|rd|th)$/;

/**
 * A function that gives the tokens of a text in one language: short forms written out, phrases joined, fillers
 * left out. It looks at a piece once, however many texts have it.
 */
export function tokenizer(lexicon: Lexicon): (pieces: readonly Piece[]) => Token[] {
  const known = new WeakMap<Piece, readonly Token[]>();
  const tokensOf = (piece: Piece): readonly Token[] => {
    const found = known.get(piece);
    if (found) return found;
    const made = pieceTokens(piece, lexicon);
    known.set(piece, made);
    return made;
  };
  return (pieces) => {
    const tokens: Token[] = [];
    for (const piece of pieces) for (const token of tokensOf(piece)) tokens.push(token);
    return joinPhrases(tokens, lexicon);
  };
}

function pieceTokens(piece: Piece, lexicon: Lexicon): readonly Token[] {
  if (piece.kind === "quote") return [];
  if (piece.kind === "word") return wordTokens(piece, lexicon);
  if (piece.kind === "number") return numberTokens(piece, lexicon);
  return [{ ...PLAIN, kind: piece.kind, text: piece.text, word: piece.text }];
}

function wordTokens(piece: WordPiece, lexicon: Lexicon): Token[] {
  const { expand, entry } = lexicon;
  const { text, word, isCapitalized, startsSentence } = piece;
  if (piece.hasComma && entry(word)?.roles.has("answer")) return [];
  const roman = isCapitalized ? romanValue(text) : undefined;
  if (roman !== undefined) return [{ ...PLAIN, kind: "number", text, word: String(roman) }];
  const expanded = expand(word);
  if (expanded === undefined) {
    // `MW` and `mW` are two units: the spelling counts before the word in lower case.
    const exact = isCapitalized || text !== word ? entry(text) : undefined;
    const found = exact?.unit ? exact : entry(word);
    const sense = senseOf(word, found, lexicon);
    return [{ kind: "word", text, word, isCapitalized, startsSentence, entry: found, sense }];
  }
  return expanded
    .split(" ")
    .filter(Boolean)
    .map((part, at) => ({
      kind: "word",
      text: at === 0 ? text : part,
      word: part,
      isCapitalized: isCapitalized && at === 0,
      startsSentence: startsSentence && at === 0,
      entry: entry(part),
      sense: senseOf(part, entry(part), lexicon),
    }));
}

function numberTokens(piece: NumberPiece, lexicon: Lexicon): Token[] {
  const { language, entry } = lexicon;
  const { digits, sign, suffix, run } = piece;
  const factor = sign !== "" && suffix === "m" ? 1e6 : magnitudeOf(suffix);
  const unit = factor === undefined ? unitEntry(suffix, entry) : undefined;
  const isKnown = suffix === "" || unit || factor !== undefined || ORDINAL.test(suffix);
  const value = isKnown
    ? canonicalNumber(digits, language.decimalMark ?? ".", factor)
    : `${digits}${suffix}`.toLowerCase();
  const number: Token = { ...PLAIN, kind: "number", text: run ?? digits, word: value };
  const money = sign === "" ? undefined : entry(sign);
  return [
    number,
    ...(money ? [unitToken(sign, money, lexicon)] : []),
    ...(unit ? [unitToken(suffix, unit, lexicon)] : []),
  ];
}

function unitToken(word: string, entry: WordEntry, lexicon: Lexicon): Token {
  return { ...PLAIN, kind: "word", text: word, word, entry, sense: senseOf(word, entry, lexicon) };
}

function unitEntry(suffix: string, entry: Lexicon["entry"]): WordEntry | undefined {
  const found = entry(suffix) ?? entry(suffix.toLowerCase());
  return found?.unit && found;
}

function joinPhrases(tokens: readonly Token[], lexicon: Lexicon): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (!token) break;
    const phrase = phraseAt(tokens, at, token, lexicon) ?? negatedAt(tokens, at, lexicon);
    at += phrase?.length ?? 1;
    const whole = phrase?.token ?? token;
    const roles = whole.entry?.roles;
    if (roles?.has("filler")) continue;
    const last = tokens[at - 1];
    if (!roles?.has("idle")) joined.push(whole);
    else if (last?.entry?.marks.question) joined.push(last);
  }
  return joined;
}

/** A word and the prefix that stands before it: `non linear` is `nonlinear`. */
function negatedAt(tokens: readonly Token[], at: number, lexicon: Lexicon): Phrase | undefined {
  const [prefix, next] = [tokens[at], tokens[at + 1]];
  if (!prefix?.entry?.roles.has("negation") || !next?.sense?.isContent) return undefined;
  if (!lexicon.prefixes.includes(prefix.word)) return undefined;
  const word = `${prefix.word}${next.word}`;
  const entry = lexicon.entry(word);
  const text = `${prefix.text}${next.text}`;
  return { length: 2, token: { ...next, text, word, entry, sense: senseOf(word, entry, lexicon) } };
}

interface Phrase {
  readonly token: Token;
  readonly length: number;
}

/** The longest phrase that begins at a token. */
function phraseAt(
  tokens: readonly Token[],
  at: number,
  token: Token,
  lexicon: Lexicon,
): Phrase | undefined {
  let node = token.kind === "word" ? lexicon.phrases.next.get(token.word) : undefined;
  let [entry, length]: [PhraseNode["entry"], number] = [undefined, 1];
  for (let end = at + 1; node; end++) {
    if (node.entry) [entry, length] = [node.entry, end - at];
    const next = tokens[end];
    node = next && next.kind !== "literal" ? node.next.get(next.word) : undefined;
  }
  if (!entry) return undefined;
  const parts = tokens.slice(at, at + length);
  const word = parts.map((part) => part.word).join(" ");
  const text = parts.map((part) => part.text).join(" ");
  return { length, token: { ...token, text, word, entry, sense: senseOf(word, entry, lexicon) } };
}

import type { Token } from "../guard-text.ts";
import type { Lexicon, WordEntry } from "./lexicon.ts";
import type { NumberPiece } from "./number-pieces.ts";
import { canonicalNumber, magnitudeOf, romanValue } from "./number-value.ts";
import type { Piece, WordPiece } from "./pieces.ts";

const PLAIN = { isCapitalized: false, startsSentence: false, entry: undefined } as const;
const ORDINAL = /^(?:st|nd|rd|th)$/;

/** The tokens of a text in one language: short forms written out, phrases joined, fillers left out. */
export function tokensOf(pieces: readonly Piece[], lexicon: Lexicon): Token[] {
  return joinPhrases(
    pieces.flatMap((piece) => {
      if (piece.kind === "quote") return [];
      if (piece.kind === "word") return wordTokens(piece, lexicon);
      if (piece.kind === "number") return numberTokens(piece, lexicon);
      return [{ ...PLAIN, kind: piece.kind, text: piece.text, word: piece.text }];
    }),
    lexicon,
  );
}

function wordTokens(piece: WordPiece, { expand, entry }: Lexicon): Token[] {
  const { text, word, isCapitalized, startsSentence } = piece;
  if (piece.hasComma && entry(word)?.roles.has("answer")) return [];
  const roman = isCapitalized ? romanValue(text) : undefined;
  if (roman !== undefined) return [{ ...PLAIN, kind: "number", text, word: String(roman) }];
  const expanded = expand(word);
  if (expanded === undefined) {
    // `MW` and `mW` are two units: the spelling counts before the word in lower case.
    const exact = isCapitalized || text !== word ? entry(text) : undefined;
    const found = exact?.unit ? exact : entry(word);
    return [{ kind: "word", text, word, isCapitalized, startsSentence, entry: found }];
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
    }));
}

function numberTokens(piece: NumberPiece, { language, entry }: Lexicon): Token[] {
  const { digits, sign, suffix, run } = piece;
  const factor = magnitudeOf(suffix);
  const unit = factor === undefined ? unitEntry(suffix, entry) : undefined;
  const isKnown = suffix === "" || unit || factor !== undefined || ORDINAL.test(suffix);
  const value = isKnown
    ? canonicalNumber(digits, language.decimalMark ?? ".", factor)
    : `${digits}${suffix}`.toLowerCase();
  const number: Token = { ...PLAIN, kind: "number", text: run ?? digits, word: value };
  const money = sign === "" ? undefined : entry(sign);
  return [
    number,
    ...(money ? [{ ...PLAIN, kind: "word" as const, text: sign, word: sign, entry: money }] : []),
    ...(unit ? [{ ...PLAIN, kind: "word" as const, text: suffix, word: suffix, entry: unit }] : []),
  ];
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
    const phrase = phraseAt(tokens, at, token, lexicon) ?? { token, length: 1 };
    at += phrase.length;
    const roles = phrase.token.entry?.roles;
    if (roles?.has("filler")) continue;
    const last = tokens[at - 1];
    if (!roles?.has("idle")) joined.push(phrase.token);
    else if (last?.entry?.marks.question) joined.push(last);
  }
  return joined;
}

interface Phrase {
  readonly token: Token;
  readonly length: number;
}

function phraseAt(
  tokens: readonly Token[],
  at: number,
  token: Token,
  { longestPhrase, entry }: Lexicon,
): Phrase | undefined {
  if (token.kind !== "word") return undefined;
  for (let length = longestPhrase(token.word); length > 1; length--) {
    const parts = tokens.slice(at, at + length);
    if (parts.length < length || parts.some(({ kind }) => kind === "literal")) continue;
    const word = parts.map((part) => part.word).join(" ");
    const found = entry(word);
    if (!found) continue;
    const text = parts.map((part) => part.text).join(" ");
    return { length, token: { ...token, text, word, entry: found } };
  }
  return undefined;
}

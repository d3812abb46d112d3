import type { Difference } from "../comparing/difference.ts";
import { differenceOf } from "../comparing/difference.ts";
import type { GuardText } from "../guard-text.ts";
import type { Language } from "../language.ts";
import { withoutAsides } from "./asides.ts";
import { isClearlyOne, languageOf, voter } from "./detect-language.ts";
import { asciiDigits } from "./digits.ts";
import { createLexicon, type Lexicon } from "./lexicon.ts";
import { withNumberWords } from "./number-words.ts";
import { partsOf } from "./parts.ts";
import { type Piece, pieceCutter } from "./pieces.ts";
import { tokenizer } from "./tokens.ts";

/** Longest text that is taken apart, in characters. What is behind it is compared to the letter. */
const MAX_CHARACTERS = 20_000;

const UNKNOWN: Language = { code: "und", stopWords: "", negations: "" };

/** A language that is ready to read texts in. */
interface Speaker {
  readonly lexicon: Lexicon;
  readonly tokensOf: ReturnType<typeof tokenizer>;
}

/** Speakers, each made when a text in its language comes along: it takes a millisecond or two. */
function speakersOf(languages: readonly Language[]): (code: string | undefined) => Speaker {
  const made = new Map<string, Speaker>();
  return (code) => {
    const language = languages.find((each) => each.code === code) ?? UNKNOWN;
    const found = made.get(language.code);
    if (found) return found;
    const lexicon = createLexicon(language);
    const speaker = { lexicon, tokensOf: tokenizer(lexicon) };
    made.set(language.code, speaker);
    return speaker;
  };
}

/** A function that takes texts apart, in the language each of them is in. */
export function createReader(languages: readonly Language[]): (text: string) => GuardText {
  const speakerOf = speakersOf(languages);
  const votesOf = voter(languages);
  const piecesOf = pieceCutter();
  return (text) => {
    const pieces = piecesOf(plain(text.slice(0, MAX_CHARACTERS)));
    const words = wordsOf(pieces);
    const votes = votesOf(words);
    const detected = languages[languageOf(words, votes)]?.code;
    const spoken = isClearlyOne(votes) ? detected : undefined;
    const known = new Map<string | undefined, GuardText>();
    const as = (code: string | undefined): GuardText => {
      const found = known.get(code);
      if (found) return found;
      const made = readAs(speakerOf(code), { text, pieces, as, spoken });
      known.set(code, made);
      return made;
    };
    return as(detected);
  };
}

/** One way to write digits, apostrophes and letters of two widths. Most texts have nothing to change. */
function plain(text: string): string {
  const straight = /[^ -~\n\r\t]/.test(text)
    ? asciiDigits(text.normalize("NFKC")).replace(/[\u2018\u2019\u02bc\u00b4]/g, "'")
    : text;
  return straight.includes('""') ? straight.replace(/"{2,}/g, '"') : straight;
}

function wordsOf(pieces: readonly Piece[]): string[] {
  const words: string[] = [];
  for (const piece of pieces) if (piece.kind === "word") words.push(piece.word);
  return words;
}

interface Unread extends Pick<GuardText, "text" | "spoken" | "as"> {
  readonly pieces: readonly Piece[];
}

function readAs({ lexicon, tokensOf }: Speaker, { text, pieces, spoken, as }: Unread): GuardText {
  const tokens = withNumberWords(withoutAsides(tokensOf(pieces)));
  const self: GuardText = {
    ...partsOf(tokens),
    text,
    language: lexicon.language === UNKNOWN ? undefined : lexicon.language.code,
    spoken,
    rest: text.slice(MAX_CHARACTERS),
    tokens,
    literals: textsOf("literal", pieces),
    quotes: textsOf("quote", pieces),
    as,
    differenceTo: rememberingDifference(() => self, lexicon),
  };
  return self;
}

function textsOf(kind: "literal" | "quote", pieces: readonly Piece[]): string[] {
  const texts: string[] = [];
  for (const piece of pieces) if (piece.kind === kind) texts.push(piece.text);
  return texts;
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

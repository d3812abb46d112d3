import type { Difference } from "./comparing/difference.ts";
import type { MarkRole, Side, WordEntry } from "./reading/lexicon.ts";
import type { WordSense } from "./reading/word-sense.ts";

/** A word or phrase that carries meaning. */
export interface Term {
  /** As it is written. */
  readonly text: string;
  /** Lower case, short forms written out. */
  readonly word: string;
  /** Root, or the first of the words that mean the same: equal meanings are the same term. */
  readonly meaning: string;
  /** Written with a capital where no sentence begins: a name. */
  readonly isName: boolean;
  /** Colours a question and leaves its answer as it is: `really`, `good`. */
  readonly isColour: boolean;
  /** Which opposites it is one of. */
  readonly sides: readonly Side[];
  /** Index in {@link GuardText.tokens}. */
  readonly at: number;
}

/** A word of a closed class, and what it stands for: `have to` is the modal `must`. */
export interface Mark {
  readonly value: string;
  readonly text: string;
}

/** A unit that stands at a number or is named in full. */
export interface UnitMark {
  readonly measure: string;
  readonly unit: string;
  readonly text: string;
}

/** A word of which the language knows the opposite. */
export interface OppositeMark extends Side {
  readonly text: string;
}

/** A word, number, literal or operator, in the order of the text. */
export interface Token {
  readonly kind: "word" | "number" | "literal" | "operator";
  readonly text: string;
  /** Lower case; of a number its canonical form. */
  readonly word: string;
  readonly isCapitalized: boolean;
  readonly startsSentence: boolean;
  readonly entry: WordEntry | undefined;
  /** What it means; `undefined` when it is no word. */
  readonly sense: WordSense | undefined;
}

/** A question taken apart once, for all guards. */
export interface GuardText {
  readonly text: string;
  /** Code of the language it was read in; `undefined` when it is none of those that are known. */
  readonly language: string | undefined;
  /** The language it is in beyond doubt, whatever it was read in. */
  readonly spoken: string | undefined;
  /** What is behind the longest text that is taken apart. */
  readonly rest: string;
  readonly tokens: readonly Token[];
  /** Words in order, lower case, apostrophes straightened, short forms written out. */
  readonly words: readonly string[];
  /** Numbers in order, in one notation: `10,000`, `10k` and `10000` are `10000`, `two` is `2`. */
  readonly numbers: readonly string[];
  /** Words that carry meaning: no stop words, no negations, no numbers; each once. */
  readonly content: readonly string[];
  /** The same, with what is known of each, in order and as often as they stand there. */
  readonly terms: readonly Term[];
  /** The first term of each meaning. */
  readonly meanings: ReadonlyMap<string, Term>;
  readonly marks: Readonly<Record<MarkRole, readonly Mark[]>>;
  readonly units: readonly UnitMark[];
  readonly opposites: readonly OppositeMark[];
  readonly negations: readonly string[];
  /** Whether a word denies without a negation: `avoid`, `too`. */
  readonly impliesNegation: boolean;
  /** Code, URLs, e-mail addresses, identifiers: to the letter. */
  readonly literals: readonly string[];
  /** Texts between quotes. */
  readonly quotes: readonly string[];
  /** Operators between numbers or words, with both: `3 - 2`. */
  readonly expressions: readonly string[];
  /** The same text read in another of the languages; itself when that language is not known. */
  as(language: string | undefined): GuardText;
  /** Which terms the two do not share. The last one is remembered: all guards ask for the same. */
  differenceTo(other: GuardText): Difference;
}

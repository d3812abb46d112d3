import type { Lexicon, MarkRole, Side, WordEntry } from "./lexicon.ts";

/** What a word or phrase means in a language. */
export interface WordSense {
  /** Root, or the first of the words that mean the same. */
  readonly meaning: string;
  /** Which opposites it is one of. */
  readonly sides: readonly Side[];
  /** Whether it carries meaning of its own. */
  readonly isContent: boolean;
  /** Whether it colours a question and leaves its answer as it is. */
  readonly isColour: boolean;
}

// Classes that say something by themselves and are compared by rules of their own.
const FUNCTION_MARKS: readonly MarkRole[] = ["quantifier", "logic", "question", "person", "modal"];

/** What a language knows of a word. */
export function senseOf(
  word: string,
  entry: WordEntry | undefined,
  { meaningOf, sidesOf }: Pick<Lexicon, "meaningOf" | "sidesOf">,
): WordSense {
  const phrase = entry?.marks.period ?? entry?.marks.time;
  return {
    meaning: word.includes(" ") && phrase !== undefined ? phrase : meaningOf(word),
    sides: sidesOf(word),
    isContent: word !== "" && (!entry || isContent(word, entry)),
    isColour: entry !== undefined && isColour(entry),
  };
}

function isColour({ roles, marks }: WordEntry): boolean {
  if (roles.has("colour") || roles.has("vague")) return true;
  return marks.format !== undefined || marks.genre !== undefined;
}

function isContent(word: string, { roles, marks, unit, sides }: WordEntry): boolean {
  if (roles.has("stop") || roles.has("negation")) return false;
  if (unit && sides.length === 0 && /^[^\p{L}]/u.test(word)) return false;
  return (
    !FUNCTION_MARKS.some((role) => marks[role] !== undefined) ||
    marks.format !== undefined ||
    marks.genre !== undefined
  );
}

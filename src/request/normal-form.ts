/** Longest question whose normal form is worth making, in characters. */
export const NORMAL_FORM_CHARACTERS = 4_000;

// Code and quoted text are kept to the letter: fenced blocks, inline code, and text between quotes.
const VERBATIM =
  /```[\s\S]*?(?:```|$)|`[^`\n]+`|"[^"\n]+"|“[^“”\n]+”|‘[^‘’\n]+’|«[^«»\n]+»|„[^„“”\n]+[“”]|(?<![\p{L}\p{N}])'[^'\n]+'(?![\p{L}\p{N}])/gu;

// Courtesy must show as such: "Hello Kitty" and "how do you say thank you" are content.
const GREETING =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| everyone| team| all)?(?:\s*[,.!]+\s*|\s+(?=(?:how|what|where|when|why|who|which|can|could|would|will|is|are|do|does|did|i|i'm|i'd|my|please)\b))/i;
const REQUEST = /^(?:(?:can|could|would|will) you )?(?:please|kindly)[\s,]+/i;
const CLOSING =
  /[,.!?]\s*(?:please|thanks|thank you|thx)(?: (?:so|very) much| a lot| in advance)?$/i;
const END_MARKS = " \n,.!?…";

// Words that mean the same with a capital letter. "Windows", "Polish" and "True" do not.
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    "a an the this that these those my your our his her its their i i'm i'd i'll i've me we you he she it they " +
    "how what where when why who which whose can could would will should shall may do does did is are was were " +
    "have has had not no and or but if in on at to for of with from about please tell explain show give help"
  ).split(" "),
);

/**
 * The normal form of a question: what stays when case, white space, end punctuation and politeness are
 * taken away. Equal normal forms are the same question, so this tier needs no embedding and no threshold.
 * Code and quoted text are never touched; only the first word and function words lose their capital
 * ("Windows", `mW`, `getUser` and `US` keep theirs); the lines of a text with several lines keep their order and indent.
 */
export function normalForm(text: string): string {
  const parts = splitVerbatim(text.normalize("NFC"));
  const shouted = isShouted(parts);
  const folded = parts.map((part) =>
    part.verbatim ? part.text : foldCase(foldSpace(part.text), shouted),
  );
  return foldFirstWord(stripCourtesy(folded.join("").trim()));
}

interface Part {
  readonly text: string;
  readonly verbatim: boolean;
}

function splitVerbatim(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(VERBATIM)) {
    parts.push({ text: text.slice(at, match.index), verbatim: false });
    parts.push({ text: match[0], verbatim: true });
    at = match.index + match[0].length;
  }
  parts.push({ text: text.slice(at), verbatim: false });
  return parts;
}

function foldSpace(text: string): string {
  return text
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, " ")
    .replace(/(?<![ \t\r])[ \t\r]*\n/g, "\n")
    .replace(/(?<=\S)[ \t]+/g, " ");
}

function isShouted(parts: readonly Part[]): boolean {
  const text = parts.map((part) => (part.verbatim ? "" : part.text)).join("");
  return /\p{Lu}{2}\s+\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text);
}

function foldCase(text: string, shouted: boolean): string {
  if (shouted) return text.toLowerCase();
  return text.replace(/[\p{L}\p{N}\p{M}'_]+/gu, (word) => {
    const lowerCase = word.toLowerCase();
    return FUNCTION_WORDS.has(lowerCase) && isCapitalized(word) ? lowerCase : word;
  });
}

/** Lowers the first word of a text, unless it is an acronym or in mixed case. */
function foldFirstWord(text: string): string {
  return text.replace(/^[\p{L}\p{M}']+/u, (word) =>
    isCapitalized(word) ? word.toLowerCase() : word,
  );
}

function isCapitalized(word: string): boolean {
  return /^(?:\p{Lu}[\p{Ll}\p{M}']*)$/u.test(word);
}

function stripCourtesy(text: string): string {
  const opened = text.replace(GREETING, "").replace(REQUEST, "");
  const plain = withoutEndMarks(opened);
  // Looked for in the last characters only: a search through the whole text would be quadratic.
  const tail = plain.slice(-40);
  const stripped = withoutEndMarks(
    plain.slice(0, plain.length - tail.length) + tail.replace(CLOSING, ""),
  );
  return stripped || plain || text;
}

/**
 * A text without the marks at its end. They stay where they may be content: after a colon somewhere
 * ("what does this match: ab?"), after a space ("cd .."), and an exclamation mark after a digit ("10!").
 */
function withoutEndMarks(text: string): string {
  if (text.includes(":")) return text;
  let end = text.length;
  while (end > 0 && END_MARKS.includes(text[end - 1] ?? "")) end--;
  const [before = "", mark = ""] = [text[end - 1], text[end]];
  const isContent = / \.+$/.test(text.slice(end)) || (mark === "!" && /\d/.test(before));
  return isContent ? text : text.slice(0, end);
}

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

/**
 * The normal form of a question: what stays when case, white space, end punctuation and politeness are
 * taken away. Equal normal forms are the same question, so this tier needs no embedding and no threshold.
 * Code and quoted text are never touched; words in mixed case (`mW`, `iPhone`, `getUser`) and acronyms
 * (`US`, `IT`) keep their case; the lines of a text with several lines keep their order and indent.
 */
export function normalForm(text: string): string {
  const parts = splitVerbatim(text.normalize("NFC"));
  const shouted = isShouted(parts);
  const folded = parts.map((part) =>
    part.verbatim ? part.text : foldCase(foldSpace(part.text), shouted),
  );
  return stripCourtesy(folded.join("").trim());
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
    .replace(/[ \t\r]*\n/g, "\n")
    .replace(/(?<=\S)[ \t]+/g, " ");
}

function isShouted(parts: readonly Part[]): boolean {
  const text = parts.map((part) => (part.verbatim ? "" : part.text)).join("");
  return /\p{Lu}{2,}\s+\p{Lu}{2,}/u.test(text) && !/\p{Ll}/u.test(text);
}

function foldCase(text: string, shouted: boolean): string {
  if (shouted) return text.toLowerCase();
  return text.replace(/[\p{L}\p{N}\p{M}'_]+/gu, (word) =>
    /^(?:\p{Lu}[\p{Ll}\p{M}']+|I|I'\p{Ll}+|A)$/u.test(word) ? word.toLowerCase() : word,
  );
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

function withoutEndMarks(text: string): string {
  let end = text.length;
  while (end > 0 && END_MARKS.includes(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}

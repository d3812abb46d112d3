const NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split(
  " ",
);

const OPENING = new Set("\"'([{*\u00a1\u00bf\u300c\u300e\u3010\uff08");
const CLOSING = new Set(
  "\"')]}*.,;:!?\u300d\u300f\u3011\uff09\u3002\uff0c\uff1b\uff1a\uff01\uff1f\u3001",
);

/**
 * Quotation, heading or bullet of Markdown. Before a digit they may be a sign, and the number of a numbered
 * item may be a date: those stay.
 */
const LINE_MARK = /^\s*(?:>\s*(?=[^\s\d]))*(?:(?:#{1,6}|[-*\u2022])\s+(?=[^\s\d]))?/;

/**
 * A text without what two writers of the same do differently: case, spacing, punctuation around words,
 * marks of Markdown, thousands separators, `20.00` for `20`, `two` for `2` (English, to twelve). Whatever
 * may change the meaning stays: signs, units, symbols, the inside of words and numbers, and code to the
 * letter. Linear in the text.
 */
export function plainText(text: string): string {
  const blocks = text.normalize("NFC").split("```");
  return blocks
    .map((block, index) => (index % 2 === 1 ? codeBlock(block) : proseWithCode(block)))
    .filter((block) => block !== "")
    .join("\n");
}

function codeBlock(block: string): string {
  const [language = "", ...lines] = block.split("\n");
  const code = lines.length === 0 ? [language] : lines; // all on one line: no language
  return code
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

function proseWithCode(text: string): string {
  const spans = text.split("`");
  return spans
    .flatMap((span, index) => (index % 2 === 1 ? span.trim() : prose(span)))
    .filter((span) => span !== "")
    .join(" ");
}

function prose(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(LINE_MARK, ""));
  const tokens = lines.flatMap((line) => line.split(/\s+/));
  return tokens
    .map(plainToken)
    .filter((token) => token !== "")
    .join(" ");
}

function plainToken(token: string): string {
  if (/^(?:-{3,}|\*{3,}|_{3,})$/.test(token)) return ""; // a rule between paragraphs
  const word = withoutEdges(asTyped(token).toLowerCase());
  const number = NUMBER_WORDS.indexOf(word);
  return number < 0 ? plainNumber(word) : String(number);
}

function asTyped(token: string): string {
  return token
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c-\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015]/g, "-")
    .replaceAll("\u2026", "...");
}

/** Without the punctuation around a word; a lone `*` may be a product, and `5'` is not `5"`. */
function withoutEdges(token: string): string {
  let start = 0;
  let end = token.length;
  while (start < end && OPENING.has(token.charAt(start))) start++;
  while (end > start && CLOSING.has(token.charAt(end - 1)) && !isMeasure(token, end)) end--;
  return start === end && token.includes("*") ? token : token.slice(start, end);
}

function isMeasure(token: string, end: number): boolean {
  return /^\d["']$/.test(token.slice(end - 2, end));
}

function plainNumber(word: string): string {
  return word
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (digits) => digits.replaceAll(",", ""))
    .replace(/^(\D{0,3}\d+)\.00?$/, "$1");
}

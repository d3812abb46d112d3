/** An entry in a text for people: the beginning of its key. */
export function entryName(entryId: string): string {
  const [, key = ""] = entryId.split(".");
  return `entry ${key.slice(0, 8)}`;
}

/** Line breaks, and what could rewrite what a terminal shows: the text is somebody else's. */
const UNPRINTABLE = /[\s\p{Cc}\p{Cf}]+/gu;

/** A text as one line of at most so many characters. */
export function shortened(text: string, characters: number): string {
  const line = text
    .slice(0, 4 * characters)
    .replaceAll(UNPRINTABLE, " ")
    .trim();
  if (line.length <= characters && text.length <= 4 * characters) return line;
  return `${line.slice(0, characters - 1).toWellFormed()}…`;
}

/** A question in a text for people. */
export function quoted(question: string | undefined): string {
  return question === undefined ? "a question that is not known" : `"${shortened(question, 90)}"`;
}

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** A span of time, in the largest unit that fits. */
export function spanOf(milliseconds: number): string {
  const [unit, size] = UNITS.find(([, least]) => milliseconds >= least) ?? [];
  return size === undefined ? "under 1 min" : `${Math.floor(milliseconds / size)} ${unit}`;
}

/** A similarity, so that many stand below each other. */
export function cosine(similarity: number): string {
  return similarity.toFixed(3);
}

/** A number, as short as it can be told apart. */
export function figure(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}

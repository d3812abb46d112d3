/** Characters of a text that are shown. */
const SHOWN = 100;

/** The beginning of a text in one line, without what a terminal would obey: questions come from anywhere. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

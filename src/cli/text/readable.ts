/** A text with its lines, without what a terminal would obey: it comes from anywhere. */
export function readable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, "");
}

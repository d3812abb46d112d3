import { type Html, html } from "./html.ts";

/** Two questions with the words marked that only one of them has. */
export function markDifferences(
  asked: string,
  stored: string | null,
): [asked: Html, stored: Html | undefined] {
  if (stored === null) return [html`${asked}`, undefined];
  return [markExtra(asked, stored), markExtra(stored, asked)];
}

function markExtra(text: string, other: string): Html {
  const known = new Set(words(other).map(plain));
  return html`${words(text).map((word) =>
    isWord(word) && !known.has(plain(word)) ? html`<mark>${word}</mark>` : word,
  )}`;
}

/** Words and what stands between them, in order. */
function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}'’]+|[^\p{L}\p{N}'’]+/gu) ?? [];
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll("’", "'");
}

function isWord(word: string): boolean {
  return /[\p{L}\p{N}]/u.test(word);
}

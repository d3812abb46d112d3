/** Marks text for a terminal. */
export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  bad(text: string): string;
}

const mark =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001B[${on}m${text}\u001B[${off}m`;

const plain = (text: string): string => text;

/** Colours by the codes every terminal knows (ECMA-48), or none. */
export function createPaint(color: boolean): Paint {
  return color
    ? { strong: mark(1, 22), faint: mark(2, 22), bad: mark(31, 39) }
    : { strong: plain, faint: plain, bad: plain };
}

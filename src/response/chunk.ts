/** How a stored answer is streamed. */
export interface ReplayOptions {
  /**
   * Where text is cut: as it was recorded (by word, where it was recorded in one piece), after each
   * word, after each line, or after each match of a regular expression. @default "recorded"
   */
  readonly chunk?: "recorded" | "word" | "line" | RegExp | undefined;
  /** Pause between chunks, in milliseconds. @default 0 */
  readonly delayMs?: number | undefined;
  /** Pause before the first chunk, in milliseconds. @default 0 */
  readonly initialDelayMs?: number | undefined;
}

/** {@link ReplayOptions} with every default filled in. */
export interface ResolvedReplay {
  readonly chunk: NonNullable<ReplayOptions["chunk"]>;
  readonly delayMs: number;
  readonly initialDelayMs: number;
}

// A run of space and a word; scripts written without spaces go character by character.
const WORD =
  /\s*(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+)|\s+$/gu;
const LINE = /[^\n]*\n|[^\n]+$/g;

/** Cuts a text into the chunks it is streamed in. Joined they give the text; none splits a character. */
export function* chunkText(
  text: string,
  chunk: ResolvedReplay["chunk"],
  recorded: readonly number[] | undefined,
): Generator<string> {
  if (chunk === "recorded" && recorded) yield* cutAt(text, ends(recorded));
  else if (chunk === "line") yield* cutAt(text, matchEnds(text, LINE));
  else if (chunk instanceof RegExp) yield* cutAt(text, matchEnds(text, asGlobal(chunk)));
  else yield* cutAt(text, matchEnds(text, WORD));
}

function* ends(lengths: readonly number[]): Generator<number> {
  let end = 0;
  for (const length of lengths) {
    end += length;
    yield end;
  }
}

function* matchEnds(text: string, pattern: RegExp): Generator<number> {
  for (const match of text.matchAll(pattern)) yield match.index + match[0].length;
}

function asGlobal(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
}

function* cutAt(text: string, ends: Iterable<number>): Generator<string> {
  let start = 0;
  for (const end of ends) {
    if (end <= start || end >= text.length) continue;
    const safe = isInsidePair(text, end) ? end + 1 : end;
    yield text.slice(start, safe);
    start = safe;
  }
  if (start < text.length) yield text.slice(start);
}

/** Whether a cut at `index` would part the two halves of a surrogate pair. */
function isInsidePair(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

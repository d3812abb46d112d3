import { SemanticCacheError } from "../errors.ts";

/** Text in pieces of any size: a response body, a file stream, lines, or all of it at once. */
export type TextSource =
  | string
  | ReadableStream<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>;

/** Above this a line is no line any more: reading it to its end could take all memory. */
const LONGEST_LINE = 64_000_000;

/**
 * The lines of a text without their ends; empty ones are left out. The last one counts also when its end
 * is missing.
 *
 * @throws SemanticCacheError `format` for a line of more than 64 million characters; what the source throws.
 */
export async function* linesOf(source: TextSource): AsyncGenerator<string, void> {
  let rest = "";
  for await (const text of textsOf(source)) {
    const lines = text.split("\n");
    // Only the new text is searched: a long line in small pieces would be read over and over.
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? "";
    for (const line of lines.map(withoutReturn)) if (line !== "") yield checkedLine(line);
    checkedLine(rest);
  }
  if (withoutReturn(rest) !== "") yield withoutReturn(rest);
}

function checkedLine(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  throw new SemanticCacheError("format", `A line is longer than ${LONGEST_LINE} characters.`);
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

async function* textsOf(source: TextSource): AsyncGenerator<string, void> {
  if (typeof source === "string") return yield source;
  const decoder = new TextDecoder();
  const pieces = isStream(source) ? readAll(source) : source;
  for await (const piece of pieces) {
    yield typeof piece === "string" ? piece : decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

// Not every runtime can iterate a stream of its own.
async function* readAll<T>(stream: ReadableStream<T>): AsyncGenerator<T, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function isStream(source: object): source is ReadableStream<string | Uint8Array> {
  return "getReader" in source;
}

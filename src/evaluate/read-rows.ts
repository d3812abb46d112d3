import { builtinModule } from "../builtin-module.ts";
import { SemanticCacheError } from "../errors.ts";
import type { Items } from "../manage/concurrently.ts";
import type { TextSource } from "../manage/lines.ts";
import { readRow } from "./read-row.ts";
import type { LabelledRow, ReadRow } from "./rows.ts";

/** Labelled rows, now or over time; or files with a row of JSON in each line, by their paths. Files need Node. */
export type LabelledData = Items<LabelledRow> | { readonly file: string | readonly string[] };

/**
 * Reads and checks labelled data.
 *
 * @throws SemanticCacheError `invalid-options` naming the row, or the file and the line, that is not one.
 */
export async function* readRows(data: LabelledData): AsyncGenerator<ReadRow, void> {
  if ("file" in data) {
    const { file } = data;
    for (const path of typeof file === "string" ? [file] : file) yield* readFile(path);
    return;
  }
  let index = 0;
  for await (const row of data) yield readRow(row, `row ${index++}`);
}

async function* readFile(file: string): AsyncGenerator<ReadRow, void> {
  let line = 0;
  for await (const text of numberedLines(openFile(file))) {
    line++;
    const where = `${file}:${line}`;
    if (text.trim() !== "") yield readRow(parse(text, where), where);
  }
}

/** Every line, empty ones too: messages count them as an editor does. */
async function* numberedLines(source: TextSource): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of source as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield rest + decoder.decode();
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new SemanticCacheError("invalid-options", `${where}: a line must be JSON: ${message}`, {
      cause,
    });
  }
}

function openFile(path: string): TextSource {
  const open = builtinModule("node:fs")?.createReadStream;
  if (typeof open === "function") return open(path) as TextSource;
  throw new SemanticCacheError(
    "invalid-options",
    "evaluate: data must be a list on this runtime, which has no files; got a file.",
  );
}

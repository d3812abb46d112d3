import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGzip } from "node:zlib";
import { SemanticCacheError } from "../../errors.ts";

/** What people asked is nobody else's business: an export is for who makes it, in a file nobody else has made. */
const FOR_ME = { mode: 0o600, flags: "wx" };

/**
 * Writes a stream into a file, compressed where its name ends in `.gz`, or to standard output (`-`), and
 * says how many bytes that were. A file is there whole or not at all: `undefined` when `signal` fired.
 *
 * @throws SemanticCacheError `invalid-options` where the place of the file is taken by something else, such
 * as a device; what reading and writing throw.
 */
export async function writeOut(
  source: globalThis.ReadableStream<Uint8Array<ArrayBuffer>>,
  file: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const readable = Readable.fromWeb(source as ReadableStream);
  const partial = `${file}.partial`;
  if (file !== "-") await clear(file, partial);
  const target = file === "-" ? process.stdout : createWriteStream(partial, FOR_ME);
  let bytes = 0;
  async function* counted(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const piece of pieces) {
      bytes += piece.byteLength;
      yield piece;
    }
  }
  try {
    if (file.endsWith(".gz")) await pipeline(readable, createGzip(), counted, target, { signal });
    else await pipeline(readable, counted, target, { signal, end: !isStandard(target) });
    if (file !== "-") await rename(partial, file);
    return bytes;
  } catch (error) {
    if (file !== "-") await rm(partial, { force: true });
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Only an ordinary file may be replaced; what an export that was killed has left is taken away. */
async function clear(file: string, partial: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there && !there.isFile()) {
    const message = `export: ${file} is no ordinary file. Name one, or say - and send the output there.`;
    throw new SemanticCacheError("invalid-options", message);
  }
  await rm(partial, { force: true });
}

function isStandard(target: Writable): boolean {
  return target === process.stdout; // others print to it afterwards
}

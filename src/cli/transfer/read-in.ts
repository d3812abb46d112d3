import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";

/** A file, or standard input, as it is read. */
export interface ReadIn {
  /** Its text, unpacked where it is compressed. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** How much of it has been read, of how much; `undefined` where nobody knows. */
  progress(): { readonly done: number; readonly total: number } | undefined;
}

/** The first two bytes of what gzip has compressed (RFC 1952, 2.3.1). */
const GZIP = [0x1f, 0x8b];

/** Reads a file, or standard input (`-`). @throws when there is no such file. */
export async function readIn(file: string): Promise<ReadIn> {
  const total = file === "-" ? undefined : (await stat(file)).size;
  const source = file === "-" ? process.stdin : createReadStream(file);
  let done = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void> {
    for await (const piece of source as AsyncIterable<Uint8Array>) {
      done += piece.byteLength;
      yield piece;
    }
  }
  return {
    pieces: unpacked(counted()),
    progress: () => (total === undefined ? undefined : { done, total }),
  };
}

async function* unpacked(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const { value: first, done } = await pieces.next();
  if (done) return;
  const all = async function* (): AsyncGenerator<Uint8Array, void> {
    yield first;
    yield* pieces;
  };
  if (!GZIP.every((byte, at) => first[at] === byte)) return yield* all();
  const { Readable } = await import("node:stream");
  const gunzip = createGunzip();
  const packed = Readable.from(all());
  packed.on("error", (error) => gunzip.destroy(error));
  yield* packed.pipe(gunzip) as AsyncIterable<Uint8Array>;
}

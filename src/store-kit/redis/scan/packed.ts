import { checksum } from "../../../checksum.ts";
import { decodeRow } from "../../quantize.ts";
import type { Sketch } from "../../sketch.ts";
import { SKETCH_TEXT_LENGTH, sketchText } from "../../sketch-text.ts";
import { SHORT_ID_LENGTH } from "../short-id.ts";

/**
 * All sketches of one scope and space as one text that is only appended to: a head, then pieces of 64
 * characters. The last piece of an id counts. A piece is a kind, an id, the second at which the entry ends
 * (eight hex digits) and a sketch. The head says how long the text of the mean is, and its checksum.
 */
export const PIECE_LENGTH: number = 1 + SHORT_ID_LENGTH + 8 + SKETCH_TEXT_LENGTH;
export const HEAD_LENGTH = 16;

/** Up to this many pieces the text itself is read each time; above, a log says what was appended. */
export const SMALL_LENGTH: number = HEAD_LENGTH + 32 * PIECE_LENGTH;

/** How a sketch was made: as seen from zero, or from the mean of the head. `removed`: the id is gone. */
export const KIND = { raw: "0", centred: "1", removed: "-" } as const;

/** The mean of a scope and space: set once, never changed. */
export interface Mean {
  readonly vector: Float32Array;
  /** Which mean a centred piece belongs to. */
  readonly tag: string;
}

/** One piece. */
export function toPiece(
  kind: typeof KIND.raw | typeof KIND.centred,
  id: string,
  expiresAt: number,
  sketch: Sketch,
): string {
  const second = Math.min(Math.ceil(expiresAt / 1_000), 0xffffffff);
  return kind + id + second.toString(16).padStart(8, "0") + sketchText(sketch);
}

/** The mean in a packed text, when there is one. */
export function readMean(packed: string): Mean | undefined {
  const [start, tag] = [piecesStart(packed), packed.slice(8, HEAD_LENGTH)];
  return start === HEAD_LENGTH ? undefined : toMean(packed.slice(HEAD_LENGTH, start), tag);
}

/** The mean of its text, or `undefined` when the text is damaged. */
export function toMean(text: string, tag: string): Mean | undefined {
  const vector = checksum(text) === tag ? decodeRow(text) : undefined;
  return vector && { vector, tag };
}

/** The pieces of a packed text, in order. */
export function* piecesOf(packed: string): Generator<string> {
  for (let at = piecesStart(packed); at + PIECE_LENGTH <= packed.length; at += PIECE_LENGTH) {
    yield packed.slice(at, at + PIECE_LENGTH);
  }
}

function piecesStart(packed: string): number {
  const length = Number.parseInt(packed.slice(0, 8), 16);
  return HEAD_LENGTH + (Number.isFinite(length) ? length : 0);
}

import { SKETCH_BITS, type Sketch } from "./sketch.ts";

/** How many characters the text of a sketch has. */
export const SKETCH_TEXT_LENGTH = 43;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A sketch as 43 characters of six bits each. */
export function sketchText(sketch: Sketch): string {
  let text = "";
  for (let at = 0; at < SKETCH_TEXT_LENGTH; at++) {
    const [word, shift] = [(6 * at) >>> 5, (6 * at) & 31];
    const low = (sketch[word] as number) >>> shift;
    const high = shift > 26 ? (sketch[word + 1] ?? 0) << (32 - shift) : 0;
    text += ALPHABET[(low | high) & 63];
  }
  return text;
}

/** Reads a sketch from `text` at `from` into `words` at `offset`. What is no such text gives some other sketch. */
export function readSketch(text: string, from: number, words: Int32Array, offset: number): void {
  words.fill(0, offset, offset + SKETCH_BITS / 32);
  for (let at = 0; at < SKETCH_TEXT_LENGTH; at++) {
    const value = sixBits(text.charCodeAt(from + at));
    const word = offset + ((6 * at) >>> 5);
    const shift = (6 * at) & 31;
    words[word] = (words[word] as number) | (value << shift);
    if (shift <= 26 || at === SKETCH_TEXT_LENGTH - 1) continue;
    words[word + 1] = (words[word + 1] as number) | (value >>> (32 - shift));
  }
}

function sixBits(code: number): number {
  if (code >= 97) return code - 71; // a-z
  if (code === 95) return 63;
  if (code >= 65) return code - 65; // A-Z
  return code === 45 ? 62 : code + 4; // 0-9
}

import { readFile } from "node:fs/promises";

/**
 * The token table, from the file in this repository. Published builds carry the same bytes in a
 * generated module instead (`scripts/built-in-embedding/write-weights-module.ts`).
 */
export function loadWeights(): Promise<Uint8Array> {
  return readFile(new URL("./en-wn-256-q4.bin", import.meta.url));
}

import { readTokenTable } from "./token-table.ts";
import { createWordPieces } from "./word-pieces.ts";

/** The vector of one text. */
export interface SentenceVector {
  /** Unit length, or all zeros: the text cannot be judged, treat it as having no embedding. */
  readonly vector: number[];
  /** Word pieces read. */
  readonly tokens: number;
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Returns the embedding function of a token table file: the rows of a text's word pieces are added
 * and the sum is brought to unit length (a static embedding, as in Model2Vec). Order is not seen.
 *
 * Text that the table does not cover gives zeros. What is missing from the sum cannot tell two
 * texts apart, so without this rule two questions in Russian, or two that differ only in an emoji
 * or a foreign word, would have similarity 1 and one would be answered with the other's answer.
 *
 * @throws Error when the file is not a token table.
 */
export function sentenceVectors(file: Uint8Array): (text: string) => SentenceVector {
  const table = readTokenTable(file);
  const wordPieces = createWordPieces(table.vocabulary);

  return (text) => {
    const { rows, unknown } = wordPieces(text);
    const sum = new Float32Array(table.dimensions);
    const covered = unknown === 0 && LETTER_OR_DIGIT.test(text);
    if (covered) for (const row of rows) table.addRow(row, sum);
    return { vector: unitLength(sum), tokens: rows.length };
  };
}

function unitLength(vector: Float32Array): number[] {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return Array.from(vector, (value) => value * scale);
}

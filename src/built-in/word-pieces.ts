import { createLru } from "../lru.ts";

/** The rows of one text, and how much of the text they stand for. */
export interface WordPieces {
  /** Row numbers, in the order of the text. */
  readonly rows: readonly number[];
  /** Letters, digits and symbols that no word piece stands for. */
  readonly unknown: number;
}

const WORD = /[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu;
const ACCENT = /\p{Mn}/gu;
/** Typographic quotes, dashes and the like say little; a letter, digit, sign or emoji says a lot. */
const MEANINGFUL = /[\p{L}\p{N}\p{S}]/u;

/** Longest word piece of the vocabulary, in characters. */
const LONGEST_PIECE = 24;
const REMEMBERED_WORDS = 20_000;
const LONGEST_REMEMBERED_WORD = 48;

/**
 * Returns a function that cuts text into the pieces of a vocabulary: accents and case are dropped,
 * words are runs of letters and digits, and a word is cut greedily into its longest known pieces
 * (WordPiece). Linear in the length of the text; what it remembers of earlier texts is bounded.
 */
export function createWordPieces(vocabulary: readonly string[]): (text: string) => WordPieces {
  const rowOf = new Map(vocabulary.map((piece, row) => [piece, row]));
  const remembered = createLru<string, WordPieces>({ maxWeight: REMEMBERED_WORDS });

  function piecesOfWord(word: string): WordPieces {
    const known = remembered.get(word);
    if (known) return known;
    const pieces = cutWord(word, rowOf);
    if (word.length <= LONGEST_REMEMBERED_WORD) remembered.set(word, pieces);
    return pieces;
  }

  return (text) => {
    const rows: number[] = [];
    let unknown = 0;
    for (const [word] of plain(text).matchAll(WORD)) {
      const pieces = piecesOfWord(word);
      for (const row of pieces.rows) rows.push(row);
      unknown += pieces.unknown;
    }
    return { rows, unknown };
  };
}

function plain(text: string): string {
  return text.normalize("NFD").replace(ACCENT, "").toLowerCase();
}

function cutWord(word: string, rowOf: ReadonlyMap<string, number>): WordPieces {
  const rows: number[] = [];
  let unknown = 0;
  for (let start = 0; start < word.length; ) {
    const piece = longestPiece(word, start, rowOf);
    if (piece) {
      rows.push(piece.row);
      start = piece.end;
      continue;
    }
    // By code point, so that letters outside the basic plane are seen as letters.
    const character = String.fromCodePoint(word.codePointAt(start) ?? 0);
    if (MEANINGFUL.test(character)) unknown += 1;
    start += character.length;
  }
  return { rows, unknown };
}

function longestPiece(
  word: string,
  start: number,
  rowOf: ReadonlyMap<string, number>,
): { row: number; end: number } | undefined {
  const prefix = start > 0 ? "##" : "";
  for (let end = Math.min(word.length, start + LONGEST_PIECE); end > start; end--) {
    const row = rowOf.get(prefix + word.slice(start, end));
    if (row !== undefined) return { row, end };
  }
  return undefined;
}

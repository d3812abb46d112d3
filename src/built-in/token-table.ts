/** A vocabulary with one row of numbers per word piece. */
export interface TokenTable {
  /** Numbers in a row. */
  readonly dimensions: number;
  /** Word pieces in row order; `##` marks a piece inside a word. */
  readonly vocabulary: readonly string[];
  /** Adds a row to a vector of `dimensions` numbers. */
  addRow(row: number, vector: Float32Array): void;
}

const HEADER_BYTES = 20;
const MARK = "SEM1";

/**
 * Reads a token table, without copying its rows. The format is described in
 * `scripts/built-in-embedding/pack.py`: header, row scales, rows of 4-bit numbers, vocabulary.
 *
 * @throws Error when the file is not a token table or not all of it is there.
 */
export function readTokenTable(file: Uint8Array): TokenTable {
  const header = readHeader(file);
  const { rows, dimensions, greatestScale } = header;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    scales[row] = (view.getUint16(HEADER_BYTES + row * 2, true) / 65535) * greatestScale;
  }
  const rowBytes = dimensions / 2;
  const pairs = new Int8Array(file.buffer, file.byteOffset + header.rowsAt, rows * rowBytes);
  const words = file.subarray(header.vocabularyAt, header.end);

  return {
    dimensions,
    vocabulary: new TextDecoder().decode(words).split("\n"),
    addRow(row, vector) {
      const scale = scales[row] as number;
      let at = row * rowBytes;
      for (let column = 0; column < dimensions; column += 2) {
        const pair = pairs[at++] as number;
        // Two signed 4-bit numbers a byte: shifted up and back down, the lower one keeps its sign.
        vector[column] = (vector[column] as number) + scale * ((pair << 28) >> 28);
        vector[column + 1] = (vector[column + 1] as number) + scale * (pair >> 4);
      }
    },
  };
}

interface Header {
  readonly rows: number;
  readonly dimensions: number;
  readonly greatestScale: number;
  readonly rowsAt: number;
  readonly vocabularyAt: number;
  readonly end: number;
}

function readHeader(file: Uint8Array): Header {
  const mark = new TextDecoder().decode(file.subarray(0, MARK.length));
  if (mark !== MARK || file.byteLength < HEADER_BYTES) {
    throw new Error(`Not a token table: expected a file that starts with "${MARK}".`);
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const rows = view.getUint32(4, true);
  const dimensions = view.getUint16(8, true);
  const bits = view.getUint8(10);
  if (bits !== 4) throw new Error(`Token table with ${bits}-bit rows; only 4-bit rows are read.`);

  const rowsAt = HEADER_BYTES + rows * 2;
  const vocabularyAt = rowsAt + (rows * dimensions) / 2;
  const end = vocabularyAt + view.getUint32(16, true);
  if (end !== file.byteLength) {
    throw new Error(`Incomplete token table: expected ${end} bytes, got ${file.byteLength}.`);
  }
  return { rows, dimensions, greatestScale: view.getFloat32(12, true), rowsAt, vocabularyAt, end };
}

import { fourDotProducts, type Numbers } from "./dot-products.ts";

/** Vectors of one length, of all scopes: each lies in a row, and rows are used again. */
export interface Rows {
  readonly dimensions: number;
  /** How many rows are in use. */
  readonly count: number;
  /** Copies a vector into a row and says which. */
  add(vector: Float32Array): number;
  remove(row: number): void;
  /** The vector of a row: a copy. */
  read(row: number): Float32Array;
  /** Writes the similarities of a vector and four rows. */
  compare(vector: Float64Array, four: Int32Array, similarities: Float64Array): void;
}

/** Rows per block: growing by blocks never copies a vector, and leaves little unused. */
const ROWS_PER_BLOCK = { float32: 32, int8: 64 } as const;

/** No rows yet. `"int8"` keeps one byte per dimension and a factor. */
export function createRows(dimensions: number, precision: "float32" | "int8"): Rows {
  const blocks: Numbers[] = [];
  const scales: Float32Array[] = []; // with "float32": none
  const free: number[] = [];
  let used = 0; // rows that were ever in use
  const parts: Numbers[] = []; // of the four rows that are compared
  const starts = new Int32Array(4);
  const rowsEach = ROWS_PER_BLOCK[precision];
  const isSmall = precision === "int8";

  const blockOf = (row: number): Numbers => blocks[Math.floor(row / rowsEach)] as Numbers;
  const start = (row: number): number => (row % rowsEach) * dimensions;
  const scaleOf = (row: number): number =>
    isSmall ? (scales[Math.floor(row / rowsEach)]?.[row % rowsEach] as number) : 1;

  function nextRow(): number {
    const row = free.pop() ?? used++;
    const at = Math.floor(row / rowsEach);
    if (at < blocks.length) return row;
    blocks.push(new (isSmall ? Int8Array : Float32Array)(rowsEach * dimensions));
    if (isSmall) scales.push(new Float32Array(rowsEach));
    return row;
  }

  function write(row: number, vector: Float32Array): void {
    const small = isSmall ? quantized(vector) : undefined;
    blockOf(row).set(small?.values ?? vector, start(row));
    if (small) (scales[Math.floor(row / rowsEach)] as Float32Array)[row % rowsEach] = small.scale;
  }

  return {
    dimensions,
    get count() {
      return used - free.length;
    },
    add(vector) {
      const row = nextRow();
      write(row, vector);
      return row;
    },
    remove(row) {
      free.push(row);
      if (free.length < used) return;
      for (const list of [blocks, scales, free]) list.length = 0;
      used = 0;
    },
    read(row) {
      const vector = new Float32Array(dimensions);
      vector.set(blockOf(row).subarray(start(row), start(row) + dimensions));
      if (!isSmall) return vector;
      const scale = scaleOf(row);
      for (let at = 0; at < dimensions; at++) vector[at] = (vector[at] as number) * scale;
      return vector;
    },
    compare(vector, four, similarities) {
      for (let at = 0; at < 4; at++) {
        const row = four[at] as number;
        parts[at] = blockOf(row);
        starts[at] = start(row);
      }
      fourDotProducts(vector, parts, starts, similarities);
      for (let at = 0; isSmall && at < 4; at++) {
        similarities[at] = (similarities[at] as number) * scaleOf(four[at] as number);
      }
    },
  };
}

/** A unit vector as whole numbers from -127 to 127, and the factor that makes them a unit vector again. */
function quantized(vector: Float32Array): { readonly values: Int8Array; readonly scale: number } {
  let largest = 0;
  for (let at = 0; at < vector.length; at++) {
    largest = Math.max(largest, Math.abs(vector[at] as number));
  }
  const factor = largest > 0 ? 127 / largest : 0;
  const values = new Int8Array(vector.length);
  let squares = 0;
  for (let at = 0; at < vector.length; at++) {
    const value = Math.floor((vector[at] as number) * factor + 0.5); // much faster than Math.round
    values[at] = value;
    squares += value * value;
  }
  return { values, scale: squares > 0 ? 1 / Math.sqrt(squares) : 0 };
}

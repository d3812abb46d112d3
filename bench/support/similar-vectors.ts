/** An earlier vector that is near a later one. */
export interface Near {
  readonly index: number;
  readonly similarity: number;
}

/** Unit vectors, row after row. */
export interface VectorRows {
  readonly values: Float32Array;
  readonly dimensions: number;
}

/** For every row, the earlier rows that are at least as similar as `least`, nearest first. */
export function nearEarlier({ values, dimensions }: VectorRows, least: number): readonly Near[][] {
  const count = values.length / dimensions;
  return Array.from({ length: count }, (_, row) => {
    const near: Near[] = [];
    for (let index = 0; index < row; index++) {
      const similarity = dotRows(values, row * dimensions, index * dimensions, dimensions);
      if (similarity >= least) near.push({ index, similarity });
    }
    return near.sort((left, right) => right.similarity - left.similarity);
  });
}

/** Rows of any numbers as unit vectors. A row of zeros stays one, and is near nothing. */
export function unitRows(values: ArrayLike<number>, dimensions: number): VectorRows {
  const rows = Float32Array.from(values);
  for (let start = 0; start < rows.length; start += dimensions) {
    const row = rows.subarray(start, start + dimensions);
    const norm = Math.hypot(...row);
    if (norm > 0) for (let at = 0; at < dimensions; at++) row[at] = (row[at] as number) / norm;
  }
  return { values: rows, dimensions };
}

function dotRows(values: Float32Array, left: number, right: number, dimensions: number): number {
  let sum = 0;
  for (let at = 0; at < dimensions; at++) {
    sum += (values[left + at] as number) * (values[right + at] as number);
  }
  return sum;
}

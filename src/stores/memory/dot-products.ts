/** Numbers in a row: a vector as it came, or one byte per dimension. */
export type Numbers = Float32Array | Int8Array;

/**
 * The products of a vector with four others, each of which begins at its own place. Four at once, because
 * one sum has to wait for each addition and four sums do not; each adds in the order of the dimensions, as
 * `dot` does, so that both give the same number. The vector is given with 64 bits a number, which saves
 * turning it into them four times.
 */
export function fourDotProducts(
  vector: Float64Array,
  rows: readonly Numbers[],
  starts: Int32Array,
  products: Float64Array,
): void {
  const [first, second, third, fourth] = rows as [Numbers, Numbers, Numbers, Numbers];
  const [start0 = 0, start1 = 0, start2 = 0, start3 = 0] = starts;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let at = 0; at < vector.length; at++) {
    const value = vector[at] as number;
    sum0 += value * (first[start0 + at] as number);
    sum1 += value * (second[start1 + at] as number);
    sum2 += value * (third[start2 + at] as number);
    sum3 += value * (fourth[start3 + at] as number);
  }
  products[0] = sum0;
  products[1] = sum1;
  products[2] = sum2;
  products[3] = sum3;
}

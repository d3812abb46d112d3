/** So many vectors, spread over all, are enough for a mean: where exactly it lies changes the cost only. */
const SAMPLE = 256;

/** The mean of some of the vectors that `read` gives for 0 up to `count`. */
export function meanOf(count: number, read: (slot: number) => Float32Array): Float32Array {
  const taken = Math.min(count, SAMPLE);
  const sums = new Float64Array(read(0).length);
  for (let sample = 0; sample < taken; sample++) {
    const vector = read(Math.floor((sample * count) / taken));
    for (let at = 0; at < sums.length; at++) {
      sums[at] = (sums[at] as number) + (vector[at] as number);
    }
  }
  return Float32Array.from(sums, (sum) => sum / taken);
}

/** How far two vectors lie apart. */
export function gap(left: Float32Array, right: Float32Array): number {
  let squares = 0;
  for (let at = 0; at < left.length; at++) {
    const difference = (left[at] as number) - (right[at] as number);
    squares += difference * difference;
  }
  return Math.sqrt(squares);
}

import { SemanticCacheError } from "./errors.ts";

const MAX_DIMENSIONS = 8_192;
const NORM_RANGE = { least: 1e-6, most: 1e6 };

/**
 * A vector of length 1, or `undefined` for a zero vector, which is how a model says that it has nothing
 * to say about a text.
 *
 * @throws SemanticCacheError `embedding` for what is no usable vector: not finite, empty, or too long.
 */
export function unitVector(values: readonly number[]): Float32Array | undefined {
  if (values.length === 0 || values.length > MAX_DIMENSIONS) {
    throw new SemanticCacheError(
      "embedding",
      `An embedding must have 1 to ${MAX_DIMENSIONS} dimensions; got ${values.length}.`,
    );
  }
  let squares = 0;
  for (const value of values) squares += value * value;
  const norm = Math.sqrt(squares);
  if (!(norm <= NORM_RANGE.most)) {
    throw new SemanticCacheError("embedding", `An embedding must be finite; got length ${norm}.`);
  }
  if (norm < NORM_RANGE.least) return undefined;
  return Float32Array.from(values, (value) => value / norm);
}

/** Dot product: the cosine of two unit vectors. NaN for vectors of different length. */
export function dot(left: Float32Array, right: Float32Array): number {
  if (left.length !== right.length) return Number.NaN;
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] as number) * (right[at] as number);
  return sum;
}

/** Whether a value can be a similarity or a threshold: a number from -1 to 1. */
export function isSimilarity(value: unknown): boolean {
  return typeof value === "number" && value >= -1 && value <= 1;
}

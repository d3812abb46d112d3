import { SKETCH_BITS } from "./sketch.ts";

/**
 * How many standard deviations more than expected the sketches of a match may differ: of the entries right
 * at the threshold one in thirty thousand differs more, of those above it fewer.
 */
const DEVIATIONS = 4;

/** Below this product the lengths of two sides say nothing: 32-bit vectors are not exact enough. */
const LEAST_SIDES = 1e-4;

/** Vectors are grouped by how far they lie from the mean, at most 2, in steps of 1/32. */
const GROUPS_PER_UNIT = 32;
const GROUPS = 2 * GROUPS_PER_UNIT + 1;

/**
 * In how many bits two sketches may differ when the cosine of their vectors, as seen from the mean, is this:
 * the more, the lower the cosine, and never more than a sketch has.
 */
export function mostBits(cosine: number): number {
  const share = Math.acos(Math.min(1, Math.max(-1, cosine))) / Math.PI;
  const deviation = Math.sqrt(SKETCH_BITS * share * (1 - share));
  return Math.min(SKETCH_BITS, SKETCH_BITS * share + DEVIATIONS * deviation + 1);
}

/**
 * The cosine, as seen from the mean, of two unit vectors: the mean and the vectors are the corners of a
 * triangle of which all sides are known (law of cosines). `left` and `right` are how far the vectors lie
 * from the mean. -1, which cuts nothing, where that is too near to tell.
 */
export function cosineFromMean(similarity: number, left: number, right: number): number {
  if (left * right < LEAST_SIDES) return -1;
  return (left * left + right * right - 2 + 2 * similarity) / (2 * left * right);
}

/** The group of a vector that lies this far from the mean. */
export function groupOf(length: number): number {
  return Math.min(GROUPS - 1, Math.floor(length * GROUPS_PER_UNIT));
}

/**
 * In how many bits, by group, the sketches of a vector `length` from the mean and of another one with at
 * least this similarity may differ.
 */
export function cutsByGroup(similarity: number, length: number): Int16Array {
  return new Int16Array(GROUPS).map((_, group) => {
    const [least, most] = [group / GROUPS_PER_UNIT, (group + 1) / GROUPS_PER_UNIT];
    return mostBits(leastCosine(similarity, length, least, most));
  });
}

/** The least that {@link cosineFromMean} gives when the other vector lies from `least` to `most` away. */
function leastCosine(similarity: number, length: number, least: number, most: number): number {
  const turningPoint = Math.sqrt(Math.max(0, length * length - 2 + 2 * similarity));
  return cosineFromMean(similarity, length, Math.min(most, Math.max(least, turningPoint)));
}

import { dot } from "../../../similarity.ts";
import { SKETCH_BITS, type Sketch, sketchOf } from "../../sketch.ts";
import type { Mean } from "./packed.ts";

/** A question as mirrors see it: its sketch of each kind, and in how many bits a match may differ from it. */
export interface Probe {
  readonly raw: Side;
  readonly centred: Side | undefined;
}

interface Side {
  readonly sketch: Sketch;
  readonly cut: number;
}

/** Makes probes of one vector, for any similarity a match must have. */
export type Probes = (similarity: number) => Probe;

/** How many standard deviations more than expected a match may differ: one of a thousand differs more. */
const DEVIATIONS = 3;

/** Probes of a vector, also as seen from the mean. */
export function createProbes(vector: Float32Array, mean: Mean | undefined): Probes {
  const raw = sketchOf(vector);
  const seen = mean?.vector.length === vector.length ? mean.vector : undefined;
  const centred = seen && sketchOf(vector, seen);
  const toCosine = seen && centredCosine(vector, seen);
  return (similarity) => ({
    raw: { sketch: raw, cut: cutOf(similarity) },
    centred: centred && toCosine && { sketch: centred, cut: cutOf(toCosine(similarity)) },
  });
}

/** In how many bits two sketches may differ when their vectors have this cosine. */
export function cutOf(cosine: number): number {
  const share = Math.acos(Math.min(1, Math.max(-1, cosine))) / Math.PI;
  const deviation = Math.sqrt(SKETCH_BITS * share * (1 - share));
  return SKETCH_BITS * share + DEVIATIONS * deviation + DEVIATIONS;
}

/**
 * The cosine, as seen from the mean, of a vector and another one with some similarity: unit vectors lie
 * about √(1 − |mean|²) away from their mean, and their product with it is about |mean|².
 */
function centredCosine(vector: Float32Array, mean: Float32Array): (similarity: number) => number {
  const toMean = dot(vector, mean);
  const meanSquared = Math.min(0.99, dot(mean, mean));
  const length = Math.sqrt(Math.max(1e-6, 1 - 2 * toMean + meanSquared));
  return (similarity) => (similarity - toMean) / (length * Math.sqrt(1 - meanSquared));
}

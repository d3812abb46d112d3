import { dot } from "../../../similarity.ts";
import { type Sketch, sketchOf } from "../../sketch.ts";
import { cosineFromMean, mostBits } from "../../sketch-cut.ts";
import type { Mean } from "./packed.ts";

/** A question as mirrors see it: its sketch of each kind, and in how many bits a match may differ from it. */
export interface Probe {
  readonly raw: Side;
  readonly centred: Side | undefined;
}

/** One kind of sketch. */
export interface Side {
  readonly sketch: Sketch;
  readonly cut: number;
}

/** Makes probes of one vector, for any similarity a match must have. */
export type Probes = (similarity: number) => Probe;

/** Probes of a vector, also as seen from the mean. */
export function createProbes(vector: Float32Array, mean: Mean | undefined): Probes {
  const raw = sketchOf(vector);
  const seen = mean?.vector.length === vector.length ? mean.vector : undefined;
  const centred = seen && sketchOf(vector, seen);
  const toCosine = seen && centredCosine(vector, seen);
  return (similarity) => ({
    raw: { sketch: raw, cut: mostBits(similarity) },
    centred: centred && toCosine && { sketch: centred, cut: mostBits(toCosine(similarity)) },
  });
}

/**
 * The cosine, as seen from the mean, of a vector and another one with some similarity. How far the other one
 * lies from the mean is not known: unit vectors lie about √(1 − |mean|²) away.
 */
function centredCosine(vector: Float32Array, mean: Float32Array): (similarity: number) => number {
  const meanSquared = Math.min(0.99, dot(mean, mean));
  const length = Math.sqrt(Math.max(1e-6, 1 - 2 * dot(vector, mean) + meanSquared));
  return (similarity) => cosineFromMean(similarity, length, Math.sqrt(1 - meanSquared));
}

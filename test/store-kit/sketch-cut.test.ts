import { assert, double, property } from "fast-check";
import { expect, test } from "vitest";
import { dot } from "../../src/similarity.ts";
import { differingBits, sketchOf } from "../../src/store-kit/sketch.ts";
import { cosineFromMean, cutsByGroup, groupOf, mostBits } from "../../src/store-kit/sketch-cut.ts";
import { vectorsOf } from "./support/vectors.ts";

const lengthOf = (vector: Float32Array): number => Math.sqrt(dot(vector, vector));

test("the cosine as seen from the mean is the one of the vectors without it", () => {
  const { clustered, any, mix } = vectorsOf(100);
  const mean = mix(any(), 1, any(), 1).map((value) => value * 0.6);
  const [left, right] = [clustered(), clustered()];
  const [fromLeft, fromRight] = [left, right].map((one) =>
    one.map((value, at) => value - (mean[at] ?? 0)),
  );
  const [one = mean, two = mean] = [fromLeft, fromRight];

  const cosine = cosineFromMean(dot(left, right), lengthOf(one), lengthOf(two));

  expect(cosine).toBeCloseTo(dot(one, two) / lengthOf(one) / lengthOf(two), 5);
});

test("the cut of a group holds for every vector in it", () => {
  const side = double({ min: 0.05, max: 1.9, noNaN: true });
  assert(
    property(double({ min: -1, max: 1, noNaN: true }), side, side, (similarity, left, right) => {
      const cut = cutsByGroup(similarity, left)[groupOf(right)] ?? -1;

      expect(cut).toBeGreaterThanOrEqual(
        Math.floor(mostBits(cosineFromMean(similarity, left, right))),
      );
    }),
  );
});

test("the lower the cosine, the more bits may differ, up to all of a sketch", () => {
  const allowed = Array.from({ length: 2_001 }, (_, step) => mostBits(1 - step / 1_000));

  expect(allowed).toEqual(allowed.toSorted((one, other) => one - other));
  expect(allowed.at(-1)).toBe(256);
});

test("where the mean is too near to tell angles nothing is cut", () => {
  expect(cutsByGroup(0.99, 1e-5)[groupOf(1e-5)]).toBeGreaterThanOrEqual(256);
});

test.each([
  ["dense", 1_536],
  ["of three numbers", 3],
])("hardly ever differ the sketches of %s vectors in more bits than the cut", (_how, numbers) => {
  const { any, random, mix } = vectorsOf(1_536);
  const kept = (): Float32Array => {
    const places = new Set(Array.from({ length: numbers }, () => Math.floor(random() * 1_536)));
    return any().map((value, at) => (numbers === 1_536 || places.has(at) ? value : 0));
  };
  let overlooked = 0;

  for (let pair = 0; pair < 300; pair++) {
    const left = mix(kept(), 1, kept(), 0);
    const right = mix(left, 0.9, mix(kept(), 1, kept(), 0), 0.4);
    if (differingBits(sketchOf(left), sketchOf(right)) > mostBits(dot(left, right))) overlooked++;
  }

  expect(overlooked).toBe(0);
});

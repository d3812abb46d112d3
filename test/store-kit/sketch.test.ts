import { describe, expect, test } from "vitest";
import { dot } from "../../src/similarity.ts";
import { differingBits, SKETCH_BITS, sketchOf } from "../../src/store-kit/sketch.ts";
import { readSketch, sketchText } from "../../src/store-kit/sketch-text.ts";
import { vectorsOf } from "./support/vectors.ts";

describe.each([32, 200, 384, 1536])("sketches of vectors with %i dimensions", (dimensions) => {
  test.each([0.95, 0.8, 0.5, 0])(
    "differ in as many bits as the angle says at cosine %d",
    (cosine) => {
      const { any, mix } = vectorsOf(dimensions);
      let [bits, expected] = [0, 0];

      for (let pair = 0; pair < 100; pair++) {
        const left = any();
        const right = mix(left, cosine, any(), Math.sqrt(1 - cosine ** 2));
        bits += differingBits(sketchOf(left), sketchOf(right));
        expected += (SKETCH_BITS * Math.acos(dot(left, right))) / Math.PI;
      }

      expect(Math.abs(bits - expected) / 100).toBeLessThan(4);
    },
  );
});

test("a sketch as seen from the mean tells apart what leans to one side", () => {
  const { clustered } = vectorsOf(384);
  const vectors = Array.from({ length: 200 }, clustered);
  const mean = new Float32Array(384).map(
    (_, at) => vectors.reduce((sum, vector) => sum + (vector[at] ?? 0), 0) / 200,
  );
  const [left = mean, right = mean] = vectors;

  const raw = differingBits(sketchOf(left), sketchOf(right));
  const centred = differingBits(sketchOf(left, mean), sketchOf(right, mean));

  expect(centred).toBeGreaterThan(raw + 15);
});

test("a sketch comes back from its text", () => {
  const sketch = sketchOf(vectorsOf(384).any());
  const words = new Int32Array(16).fill(7);

  readSketch(`head${sketchText(sketch)}tail`, 4, words, 8);

  expect([...words.slice(8)]).toEqual([...sketch]);
  expect([...words.slice(0, 8)]).toEqual(Array(8).fill(7));
});

test("the sketch of a vector never changes: others have stored it", () => {
  const vector = Float32Array.from({ length: 300 }, (_, at) => Math.sin(at * at));

  expect(sketchText(sketchOf(vector))).toMatchInlineSnapshot(
    `"7c6LMd4U8qIA8tZzQde_uT2YB2caSwOdPfneCifxFgM"`,
  );
});

import { expect, test } from "vitest";
import { dot } from "../../src/similarity.ts";
import {
  decodeRow,
  encodeRow,
  QUANTIZATION_ERROR,
  rowSimilarity,
} from "../../src/store-kit/quantize.ts";
import { vectorsOf } from "./support/vectors.ts";

test.each([1, 4, 384, 1536, 3072])(
  "the similarity with a row is near the true one, %i dimensions",
  (dimensions) => {
    const { any, mix } = vectorsOf(dimensions, { clusters: 1 });
    let worst = 0;

    for (let pair = 0; pair < 50; pair++) {
      const left = any();
      const right = mix(left, 1, any(), 0.5);
      worst = Math.max(
        worst,
        Math.abs((rowSimilarity(left, encodeRow(right)) ?? 9) - dot(left, right)),
      );
    }

    expect(worst).toBeLessThan(QUANTIZATION_ERROR);
  },
);

test("a vector comes back from its row, up to one part in 127 of its largest value", () => {
  const vector = Float32Array.of(0.5, -0.5, 0.7, -0.1);

  const decoded = decodeRow(encodeRow(vector)) ?? [];

  for (const [at, value] of decoded.entries()) {
    expect(Math.abs(value - (vector[at] ?? 0))).toBeLessThanOrEqual(0.7 / 127 / 2 + 1e-6);
  }
});

test.each([
  ["a row of another length", encodeRow(Float32Array.of(1, 0, 0))],
  ["no base64", "***"],
  ["nothing", ""],
  ["an infinite scale", btoa("\u0000\u0000\u0080\u007f\u007f\u0000")],
])("%s has no similarity", (_what, text) => {
  expect(rowSimilarity(Float32Array.of(1, 0), text)).toBeUndefined();
});

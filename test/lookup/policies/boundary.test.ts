import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitBoundary } from "../../../src/lookup/policies/adaptive/boundary.ts";
import {
  confidence,
  explorationProbability,
  linearDoubts,
  logarithmicDoubts,
} from "../../../src/lookup/policies/adaptive/confidence.ts";
import { normalQuantile } from "../../../src/lookup/policies/adaptive/normal-quantile.ts";
import type { Observation } from "../../../src/lookup/policies/policy.ts";

const seen = (...pairs: [number, boolean][]): Observation[] =>
  pairs.map(([similarity, isCorrect]) => ({ similarity, isCorrect }));

const MIXED = seen(
  [0.95, true],
  [0.9, false],
  [0.85, true],
  [0.7, false],
  [0.92, true],
  [0.8, false],
);
const observation = fc.record({
  similarity: fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000),
  isCorrect: fc.boolean(),
});

/** How likely a curve makes what was seen, with the two points that are always known. */
function logLikelihood(observations: readonly Observation[], threshold: number, steepness: number) {
  const all = [...observations, ...seen([0, false], [1, true])];
  const terms = all.map(({ similarity, isCorrect }) => {
    const right = 1 / (1 + Math.exp(-steepness * (similarity - threshold)));
    return Math.log(isCorrect ? right : 1 - right);
  });
  return terms.reduce((sum, term) => sum + term, 0);
}

test("no other curve near the fitted one makes the observations more likely", () => {
  const { threshold, steepness } = fitBoundary(MIXED);
  const best = logLikelihood(MIXED, threshold, steepness);

  for (const moved of [-0.01, -0.0001, 0.0001, 0.01]) {
    expect(logLikelihood(MIXED, threshold + moved, steepness)).toBeLessThan(best);
    expect(logLikelihood(MIXED, threshold, steepness * (1 + moved))).toBeLessThan(best);
  }
});

test("the variance of the threshold is what the curvature of the likelihood says", () => {
  const { threshold, steepness, variance } = fitBoundary(MIXED);
  const at = (dt: number, ds: number) => logLikelihood(MIXED, threshold + dt, steepness + ds);
  const [t, s] = [1e-4, 1e-2];
  const tt = (at(t, 0) - 2 * at(0, 0) + at(-t, 0)) / t ** 2;
  const ss = (at(0, s) - 2 * at(0, 0) + at(0, -s)) / s ** 2;
  const ts = (at(t, s) - at(t, -s) - at(-t, s) + at(-t, -s)) / (4 * t * s);

  expect(variance).toBeCloseTo(-ss / (tt * ss - ts ** 2), 5);
});

test("where one similarity parts right from wrong, the threshold is in the middle of the gap", () => {
  const { threshold, steepness, variance } = fitBoundary(seen([0.9, true], [0.7, false]));

  expect(threshold).toBeCloseTo(0.8, 10);
  expect(steepness).toBeCloseTo(180, 8);
  expect(variance).toBeCloseTo(0.21 / 4, 10);
});

test("any observations, however contradictory, have a boundary of finite numbers", () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 40 }), (observations) => {
      const { threshold, steepness, variance } = fitBoundary(observations);

      expect(threshold).toBeGreaterThanOrEqual(0);
      expect(threshold).toBeLessThanOrEqual(1);
      expect(steepness).toBeGreaterThan(0);
      expect(variance).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(steepness + variance)).toBe(true);
    }),
  );
});

test("quantiles of the normal distribution are those of the tables", () => {
  const known = [0.5, 0.841344746, 0.975, 0.999, 0.999999].map(normalQuantile);

  expect(known).toEqual([0, 1, 1.959963985, 3.090232306, 4.753424309].map(near));
});

const near = (value: number) => expect.closeTo(value, 6);

describe.each([
  ["linear", linearDoubts()],
  ["logarithmic", logarithmicDoubts()],
])("with %s doubts", (_name, doubts) => {
  const rate = fc.double({ min: 0.001, max: 0.2, noNaN: true });
  const observed = fc.array(observation, { minLength: 4, maxLength: 40 });

  test("a bound asks for no more exploration than asking anew but for its share", () => {
    fc.assert(
      fc.property(observed, fc.double({ min: 0, max: 1, noNaN: true }), rate, (all, at, most) => {
        const reached = confidence(fitBoundary(all), at, doubts);

        expect(explorationProbability(reached, most)).toBeLessThanOrEqual(1 - most);
        expect(reached).toBeLessThan(1);
      }),
    );
  });

  test("a nearer question is never explored more", () => {
    fc.assert(
      fc.property(observed, fc.double({ min: 0, max: 0.9, noNaN: true }), rate, (all, at, most) => {
        const boundary = fitBoundary(all);
        const far = explorationProbability(confidence(boundary, at, doubts), most);
        const nearer = explorationProbability(confidence(boundary, at + 0.1, doubts), most);

        expect(nearer).toBeLessThanOrEqual(far);
      }),
    );
  });

  test("confidence is below what the fitted curve itself says", () => {
    const boundary = fitBoundary(MIXED);
    const curve = 1 / (1 + Math.exp(-boundary.steepness * (0.97 - boundary.threshold)));

    expect(confidence(boundary, 0.97, doubts)).toBeLessThan(curve);
  });
});

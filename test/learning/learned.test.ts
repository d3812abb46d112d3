import { expect, test } from "vitest";
import {
  decodeLearned,
  encodeLearned,
  toObservation,
  withObservation,
} from "../../src/learning/learned.ts";

const observed = (count: number) => Array.from({ length: count }, () => toObservation(0.9, true));

test.each([
  [3, 3],
  [0, 1],
  [-5, 1],
  [Number.NaN, 1],
  [1e9, 1_000],
])("a policy that wants %d observations gets %i, and the entry stays readable", (most, kept) => {
  const learned = withObservation(
    { observations: observed(1_000) },
    toObservation(0.5, false),
    most,
  );

  const read = decodeLearned(JSON.parse(JSON.stringify(encodeLearned(learned))));

  expect(read?.observations).toHaveLength(kept);
  expect(read?.observations?.at(-1)).toEqual({ similarity: 0.5, isCorrect: false });
});

test.each([
  [0.93969, 0.94],
  [1.0009, 1],
  [-1.0009, -1],
])("a similarity of %f is kept as %f", (similarity, kept) => {
  expect(toObservation(similarity, true).similarity).toBe(kept);
});

test.each([
  "text",
  { observations: "many" },
  { observations: [[0.9]] },
  { observations: [[2, 1]] },
  { observations: [[0.9, true]] },
  { observations: observed(1_001).map(() => [0.9, 1]) },
  { leastSimilarity: "0.9" },
  { leastSimilarity: 7 },
  { quarantinedAt: "now" },
])("what is not what was written is refused: %j", (value) => {
  expect(decodeLearned(value)).toBeUndefined();
});

test("what was written comes back, without what others added", () => {
  const learned = {
    observations: observed(2),
    leastSimilarity: 0.9,
    quarantinedAt: 1_700_000_000_000,
  };

  const read = decodeLearned({ ...encodeLearned(learned), more: true });

  expect(read).toEqual(learned);
});

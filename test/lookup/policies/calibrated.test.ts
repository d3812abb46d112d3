import { describe, expect, test } from "vitest";
import { calibrated, type LabelledPair } from "../../../src/lookup/policies/index.ts";
import { seeded } from "./seeded.ts";

const pair = (similarity: number, isCorrect: boolean): LabelledPair => ({ similarity, isCorrect });
const right = (count: number): LabelledPair[] =>
  Array.from({ length: count }, () => pair(0.9, true));

test("the threshold is the lowest one with as few wrong hits as were allowed", () => {
  const pairs = [...right(36), pair(0.85, false), pair(0.8, true), pair(0.75, false)];

  const { threshold, report } = calibrated({ pairs, maxFalseHitRate: 0.05 });

  expect(threshold).toBe(0.8); // two wrong of 39 would be a bound of 3/40
  expect(report).toMatchObject({ hits: 38, wrongHits: 1, bound: 0.05 });
});

test("pairs of one similarity are served together or not at all", () => {
  const pairs = [...right(18), pair(0.8, true), pair(0.8, false)];

  const { threshold } = calibrated({ pairs, maxFalseHitRate: 0.05 });

  expect(threshold).toBe(0.9);
});

test("where the nearest neighbours are wrong, nothing is served", async () => {
  const pairs = [pair(0.99, false), ...right(18)];

  const policy = calibrated({ pairs, maxFalseHitRate: 0.05 });
  const similarity = 1;
  const asked = { entryId: "", namespace: "", query: "", candidateQuery: "", observations: [] };

  expect(await policy.decide({ similarity, ...asked })).toMatchObject({ serves: false });
  expect(policy.report.hits).toBe(0);
});

test("a decision says what the threshold was calibrated from", async () => {
  const policy = calibrated({ pairs: right(19), maxFalseHitRate: 0.05 });
  const asked = { entryId: "", namespace: "", query: "", candidateQuery: "", observations: [] };

  const numbers = { threshold: 0.9, pairs: 19, falseHitRate: 0, bound: 0.05 };
  expect(await policy.decide({ similarity: 0.9, ...asked })).toEqual({ serves: true, numbers });
});

describe("too few pairs are refused, with the number that is needed", () => {
  test.each([
    [0.05, 19],
    [0.02, 49],
    [0.01, 99],
    [0.005, 199],
  ])("for %f: %i", (maxFalseHitRate, needed) => {
    const attempt = () => calibrated({ pairs: right(needed - 1), maxFalseHitRate });

    expect(attempt).toThrow(`pairs must be ${needed} or more`);
    expect(calibrated({ pairs: right(needed), maxFalseHitRate }).threshold).toBe(0.9);
  });
});

test.each([
  [
    { pairs: right(99), maxFalseHitRate: 1 },
    "maxFalseHitRate must be a number above 0 and below 1",
  ],
  [
    { pairs: [pair(95, true)], maxFalseHitRate: 0.5 },
    "pairs[0].similarity must be a number from -1",
  ],
  [
    { pairs: [{ similarity: 0.9 }], maxFalseHitRate: 0.5 },
    "pairs[0].isCorrect must be true or false",
  ],
  [{ pairs: "pairs", maxFalseHitRate: 0.5 }, "pairs must be a list"],
])("options that make no sense are refused: %j", (options, message) => {
  expect(() => calibrated(options as never)).toThrow(message);
});

test("over many samples of any traffic, wrong hits stay within the promised rate", () => {
  const random = seeded(3);
  const draw = (): LabelledPair => {
    const similarity = 0.6 + 0.4 * random();
    return pair(similarity, random() < similarity ** 4);
  };
  let wrong = 0;
  for (let trial = 0; trial < 4_000; trial++) {
    const { threshold } = calibrated({
      pairs: Array.from({ length: 60 }, draw),
      maxFalseHitRate: 0.05,
    });
    const next = draw();
    if (next.similarity >= threshold && !next.isCorrect) wrong += 1;
  }
  expect(wrong / 4_000).toBeLessThan(0.055); // 0.05, and one and a half standard errors
  expect(wrong / 4_000).toBeGreaterThan(0.025); // nor is it won by serving nothing
});

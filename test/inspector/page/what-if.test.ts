import { expect, test } from "vitest";
import { concernedBy } from "../../../src/inspector/page/views/threshold/concerned.ts";
import {
  type Lookup,
  whatIf,
  whatIfSentence,
} from "../../../src/inspector/page/views/threshold/what-if.ts";

const hit = (similarity: number): Lookup => ({ similarity, outcome: "hit", vetoed: false });
const miss = (similarity: number, reason = "below-threshold"): Lookup => ({
  similarity,
  outcome: "miss",
  reason,
  vetoed: reason === "vetoed",
});

test("a higher threshold loses the hits below it, and those at it stay", () => {
  const { lost, hits } = whatIf([hit(0.9), hit(0.899), hit(0.95)], 0.9);

  expect(lost).toEqual([hit(0.899)]);
  expect(hits).toBe(3);
});

test("a lower threshold wins only misses that the threshold made", () => {
  const lookups = [miss(0.82), miss(0.84, "vetoed"), miss(0.84, "quarantined"), miss(0.7)];

  const { won, vetoed } = whatIf(lookups, 0.8);

  expect(won).toEqual([miss(0.82)]);
  expect(vetoed).toEqual([miss(0.84, "vetoed")]);
});

test.each([
  [[hit(0.9)], "At 0.85 nothing would have changed."],
  [[hit(0.8), hit(0.9)], "At 0.85, 1 of these 2 hits would have been a miss."],
  [[miss(0.86)], "At 0.85, 1 miss could have been a hit, unless a guard objects."],
  [
    [miss(0.9, "vetoed")],
    "At 0.85 nothing would have changed. 1 more miss is that similar and would have stayed so: guards vetoed it.",
  ],
])("the sentence says it: %#", (lookups, sentence) => {
  expect(whatIfSentence(whatIf(lookups, 0.85))).toBe(sentence);
});

test("equal lookups are one line, and the nearest to the threshold comes first", () => {
  const rows = concernedBy(whatIf([hit(0.8), hit(0.84), hit(0.8)], 0.85));

  expect(rows.map(({ lookup, times }) => [lookup.similarity, times])).toEqual([
    [0.84, 1],
    [0.8, 2],
  ]);
});

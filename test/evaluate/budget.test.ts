import { describe, expect, test } from "vitest";
import { evaluate, type LabelledPair } from "../../src/evaluate/index.ts";

describe("the threshold for a budget of wrong hits", () => {
  const trap = (index: number, similarity: number): LabelledPair => ({
    a: `the stored question ${index} is long`,
    b: `another text of number ${index} entirely`,
    label: 0,
    similarity,
  });
  /** Two hundred traps, one at each of 0.700, 0.701, … 0.899. */
  const TRAPS = Array.from({ length: 200 }, (_, index) => trap(index, 0.7 + index / 1_000));
  const cache = { guards: false } as const;

  test("is the least one that keeps it, as observed and with a bound for what comes next", async () => {
    const { budget } = await evaluate({ data: TRAPS, cache, maxFalseHitRate: 0.05 });

    expect(budget?.observed?.threshold).toBe(0.89);
    expect(budget?.observed?.rates.wrong).toBe(10);
    expect(budget?.bounded?.threshold).toBe(0.891);
    expect(budget?.bounded?.rates.wrong).toBe(9);
  });

  test("has no bound with too few pairs, and says how many are needed", async () => {
    const { budget } = await evaluate({ data: TRAPS.slice(0, 98), cache });

    expect(budget).toMatchObject({ bounded: null, mustMissPairs: 98, neededPairs: 99 });
    expect(budget?.observed).not.toBeNull();
  });

  test("there is none where a trap is found at any threshold", async () => {
    const data = [
      { a: "Which size fits?", b: "which size fits", label: 0, similarity: 1 },
    ] as const;
    const { budget } = await evaluate({ data, cache, maxFalseHitRate: 0.5 });

    expect(budget).toMatchObject({ observed: null, bounded: null });
  });
});

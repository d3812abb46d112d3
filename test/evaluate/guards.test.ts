import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/evaluate/index.ts";
import type { Guard } from "../../src/index.ts";
import { PAIRS } from "./pairs.ts";

describe("what guards caught and cost", () => {
  const saying = (name: string, word: string): Guard => ({
    name,
    veto: ({ words }) => (words.includes(word) ? `it says ${word}` : undefined),
  });
  const guards = [saying("one", "sofa"), saying("other", "red"), saying("costly", "forgot")];

  test("each guard is counted, and what no other guard saw", async () => {
    const evaluation = await evaluate({ data: PAIRS, cache: { threshold: 0.9, guards } });

    expect(evaluation.guards).toEqual([
      { guard: "one", caught: 1, caughtAlone: 0, refused: 0, refusedAlone: 0 },
      { guard: "other", caught: 1, caughtAlone: 0, refused: 0, refusedAlone: 0 },
      { guard: "costly", caught: 0, caughtAlone: 0, refused: 1, refusedAlone: 1 },
    ]);
  });

  test("a right hit that a guard refused is listed with every guard's sentence", async () => {
    const more = [...guards, saying("second", "password")];
    const { worst } = await evaluate({ data: PAIRS, cache: { threshold: 0.9, guards: more } });

    expect(worst.missedHits[0]).toMatchObject({ asked: "I forgot my password", reason: "vetoed" });
    expect(worst.missedHits[0]?.guards).toEqual([
      { name: "costly", reason: "it says forgot" },
      { name: "second", reason: "it says password" },
    ]);
  });

  test("a guard that throws refuses, as in the cache, and is reported", async () => {
    const broken: Guard = {
      name: "broken",
      veto() {
        throw new Error("no dictionary");
      },
    };
    const { rates, curve, problems } = await evaluate({
      data: PAIRS,
      cache: { threshold: 0.9, guards: [broken] },
      thresholds: [0.9],
    });

    expect(curve[0]?.guarded).toEqual(rates);
    expect(problems).toMatchObject([{ stage: "guard", message: "no dictionary", count: 3 }]);
  });
});

import { describe, expect, test } from "vitest";
import { ANSWER, type Crowd, PART_COUNT, rush } from "./support/crowd.ts";
import { shortName } from "./support/short-name.ts";

/** The larger the crowd, the fewer the moments at which something happens to it. */
const MOMENTS: readonly (readonly [callers: number, moments: readonly number[]])[] = [
  [10, Array.from({ length: PART_COUNT }, (_, at) => at)],
  [100, [0, 5, PART_COUNT - 1]],
  [1_000, [5]],
];

const CROWDS = (["equal", "similar"] as const).flatMap((questions) =>
  (["stream", "mixed"] as const).map((how) => ({ questions, how })),
);

const TABLE = MOMENTS.flatMap(([callers, moments]) =>
  CROWDS.flatMap((crowd) => moments.map((at) => ({ callers, ...crowd, at }))),
);

const answers = (callers: number): PromiseSettledResult<string>[] =>
  new Array(callers).fill({ status: "fulfilled", value: ANSWER });

describe("when the first caller aborts, the others get everything from its one model call", () => {
  test.each(TABLE)("$callers callers, $questions, $how, at part $at", async ({ at, ...crowd }) => {
    const leader = new AbortController();
    const onPart = (part: number): void => void (part === at && leader.abort());

    const { outcomes, modelCalls } = await rush({ ...crowd, onPart, abortSignal: leader.signal });

    expect(modelCalls).toBe(1);
    expect(outcomes.slice(1)).toEqual(answers(crowd.callers - 1));
  });

  test.each([10, 100])("%i callers of generate", async (callers) => {
    const leader = new AbortController();
    const crowd: Crowd = { callers, questions: "similar", how: "generate" };

    const { outcomes, modelCalls } = await rush({
      ...crowd,
      onPart: () => leader.abort(),
      abortSignal: leader.signal,
    });

    expect(modelCalls).toBe(1);
    expect(outcomes.slice(1)).toEqual(answers(callers - 1));
  });
});

describe("when the model fails, it fails for everybody once, and nothing is stored", () => {
  test.each(TABLE)("$callers callers, $questions, $how, at part $at", async ({ at, ...crowd }) => {
    const onPart = (part: number): void => {
      if (part === at) throw new Error("overloaded");
    };

    const { outcomes, modelCalls, events } = await rush({ ...crowd, onPart });

    expect(modelCalls).toBe(1);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    expect(events.map(shortName)).not.toContain("write");
  });
});

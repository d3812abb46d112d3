import { describe, expect, test } from "vitest";
import { ANSWER, type Crowd, PART_COUNT, rush } from "../support/crowd.ts";
import { reportFault } from "./support/report-fault.ts";

/** Followers, and whether the leader leaves at each part or at some. More crowds: test/stampede.test.ts. */
const CROWDS = [
  { followers: 1, everyPart: true },
  { followers: 2, everyPart: true },
  { followers: 10, everyPart: true },
  { followers: 100, everyPart: false },
] as const;

const parts = (everyPart: boolean): number[] =>
  Array.from({ length: PART_COUNT }, (_, at) => at).filter((at) => everyPart || at % 3 === 0);

describe("stream", () => {
  test.for(CROWDS)(
    "F13 a leader that aborts at any part leaves its $followers followers with the whole answer of one model call",
    async ({ followers, everyPart }, context) => {
      const moments = parts(everyPart);
      const failed = await Promise.all(
        moments.map((at) =>
          aborted(at, { callers: followers + 1, questions: "similar", how: "stream" }),
        ),
      );

      const line = { fault: "F13", store: "single-flight", operation: "stream" } as const;
      reportFault(context, { ...line, cases: moments.length * followers, failed: sum(failed) });
      expect(sum(failed)).toBe(0);
    },
  );
});

describe("generate", () => {
  test.for(CROWDS)(
    "F13 a leader that aborts leaves its $followers followers with the answer of one model call",
    async ({ followers }, context) => {
      const failed = await aborted(0, {
        callers: followers + 1,
        questions: "equal",
        how: "generate",
      });

      const line = { fault: "F13", store: "single-flight", operation: "generate" } as const;
      reportFault(context, { ...line, cases: followers, failed });
      expect(failed).toBe(0);
    },
  );
});

/** Lets a crowd ask, and its leader abort at a part; how many others got no answer, or another. */
async function aborted(at: number, crowd: Crowd): Promise<number> {
  const leader = new AbortController();
  const onPart = (part: number): void => void (part === at && leader.abort());

  const { outcomes, modelCalls } = await rush({ ...crowd, onPart, abortSignal: leader.signal });

  expect(modelCalls).toBe(1);
  const got = outcomes.slice(1).map((outcome) => Reflect.get(outcome, "value"));
  return got.filter((text) => text !== ANSWER).length;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

import fc from "fast-check";
import { expect, test } from "vitest";
import { ANSWER } from "../support/crowd.ts";
import { shortName } from "../support/short-name.ts";
import { type Caller, callers, type FailsAt, tellStory } from "./scheduled-desk.ts";

const RUNS = Number(process.env.MODEL_RUNS ?? 60);
const options = { timeout: 60_000 + RUNS * 500 };

/** Tries many orders of events; one that fails is printed with its seed, as short as it can be made. */
function inAnyOrder(
  told: fc.Arbitrary<Caller[]>,
  check: (scheduler: fc.Scheduler, story: Caller[]) => Promise<void>,
): Promise<void> {
  return fc.assert(fc.asyncProperty(fc.scheduler(), told, check), { numRuns: RUNS });
}

const patient = callers.map((story) => story.map((caller) => ({ ...caller, leaves: false })));
const impatient = callers.map((story) => story.map((caller) => ({ ...caller, leaves: true })));

test("whoever asks at whatever moment shares one model call", options, async () => {
  await inAnyOrder(patient, async (scheduler, story) => {
    const { outcomes, calls } = await tellStory(scheduler, story);

    expect(calls).toHaveLength(1);
    expect(outcomes).toEqual(story.map(() => ({ status: "fulfilled", value: ANSWER })));
  });
});

test(
  "who stays gets the whole answer whenever others leave, from one call at a time",
  options,
  async () => {
    await inAnyOrder(callers, async (scheduler, story) => {
      const { outcomes, mostAtOnce } = await tellStory(scheduler, story);

      const whoStayed = outcomes.filter((_, at) => !story[at]?.leaves);
      expect(whoStayed).toEqual(whoStayed.map(() => ({ status: "fulfilled", value: ANSWER })));
      expect(mostAtOnce).toBeLessThanOrEqual(1);
    });
  },
);

test("the last one out stops the model, and nothing partial is stored", options, async () => {
  await inAnyOrder(impatient, async (scheduler, story) => {
    const { outcomes, calls, events } = await tellStory(scheduler, story);

    const got = outcomes.flatMap((outcome) =>
      outcome.status === "fulfilled" ? outcome.value : [],
    );
    expect(new Set([...got, ANSWER])).toEqual(new Set([ANSWER]));
    expect(calls.filter(({ isOver, signal }) => !isOver && !signal?.aborted)).toEqual([]);
    const writes = events.filter((event) => event.type === "write").length;
    expect(writes).toBeLessThanOrEqual(calls.filter(({ isOver }) => isOver).length);
  });
});

const failures: fc.Arbitrary<FailsAt> = fc.oneof(
  fc.constant("at once" as const),
  fc.integer({ min: 0, max: 8 }),
);

test("a model that fails fails once, for those who waited for it", options, async () => {
  const property = fc.asyncProperty(
    fc.scheduler(),
    patient,
    failures,
    async (scheduler, story, at) => {
      const { outcomes, calls, events } = await tellStory(scheduler, story, at);

      const errors = outcomes.flatMap((outcome) =>
        outcome.status === "rejected" ? String(outcome.reason) : [],
      );
      expect(errors.length).toBeGreaterThan(0);
      expect(new Set(errors)).toEqual(new Set(["Error: overloaded"]));
      expect(calls.length).toBe(errors.length < story.length ? 2 : 1);
      expect(events.map(shortName).filter((name) => name === "write").length).toBe(
        calls.length - 1,
      );
    },
  );
  await fc.assert(property, { numRuns: RUNS });
});

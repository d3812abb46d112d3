import { describe, expect, test } from "vitest";
import { createLane, type LaneRules } from "../../src/resilience/lane.ts";

const PATIENT = 60_000;

interface Work {
  readonly ended: Promise<string>;
  readonly hasBegun: () => boolean;
  finish(): void;
}

/** A lane, and works on it that end when they are told to. */
function laneOf(rules: Partial<LaneRules>, patienceMs = PATIENT) {
  const lane = createLane({ concurrency: 1, waiting: 2, refusal: "bulkhead", ...rules });
  return {
    lane,
    begin(name: string): Work {
      const { promise, resolve } = Promise.withResolvers<string>();
      let begun = false;
      const work = (): Promise<string> => {
        begun = true;
        return promise;
      };
      const ended = (async () => lane.run(work, patienceMs))().catch(({ code }) => code);
      return { ended, hasBegun: () => begun, finish: () => resolve(name) };
    },
  };
}

describe("a lane", () => {
  test("makes so many calls at once; the others wait for their turn", async () => {
    const { begin } = laneOf({ concurrency: 2 });
    const works = ["a", "b", "c"].map(begin);

    const before = works.map(({ hasBegun }) => hasBegun());
    for (const { finish } of works) finish();
    const ends = await Promise.all(works.map(({ ended }) => ended));

    expect(before).toEqual([true, true, false]);
    expect(ends).toEqual(["a", "b", "c"]);
  });

  test("of reads, the one that finds the line full is refused at once", async () => {
    const { begin } = laneOf({ waiting: 1 });
    const [first, second, third] = ["a", "b", "c"].map(begin);

    const refused = await third?.ended;
    first?.finish();
    second?.finish();

    expect(refused).toBe("bulkhead");
    expect(await second?.ended).toBe("b");
  });

  test("of writes, the one that has waited longest is dropped", async () => {
    const { begin } = laneOf({ waiting: 1, refusal: "queue-full" });
    const [first, second, third] = ["a", "b", "c"].map(begin);

    const dropped = await second?.ended;
    first?.finish();
    third?.finish();

    expect(dropped).toBe("queue-full");
    expect(await third?.ended).toBe("c");
  });

  test("nobody waits longer than they have patience", async () => {
    const { begin } = laneOf({}, 10);
    begin("never ends");

    const { ended, hasBegun } = begin("b");

    expect(await ended).toBe("bulkhead");
    expect(hasBegun()).toBe(false);
  });

  test("what fails leaves its place, and what is done at once takes none", async () => {
    const { lane } = laneOf({});
    const fail = async (): Promise<never> => Promise.reject(new Error("down"));

    await expect(lane.run(fail, PATIENT)).rejects.toThrow("down");
    const results = Array.from({ length: 100 }, () => lane.run(() => "at once", PATIENT));

    expect(new Set(results)).toEqual(new Set(["at once"]));
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Breaker, type CallOutcome, createBreaker } from "../../src/resilience/breaker.ts";
import { outcomeOf } from "../../src/resilience/refusal.ts";

const SECOND = 1_000;

interface Bench {
  readonly breaker: Breaker;
  readonly changes: string[];
  later(milliseconds: number): void;
  /** Makes a call that ends so, or says that it was refused. */
  call(outcome: CallOutcome): CallOutcome | "refused";
}

function bench({ random = 0.5, failures = 5, failureRate = 0.5 } = {}): Bench {
  let now = 0;
  const changes: string[] = [];
  const breaker = createBreaker({
    name: "the store",
    rules: { failures, failureRate, pauseMs: 5 * SECOND },
    onChange: (state) => void changes.push(state),
    now: () => now,
    random: () => random,
  });
  return {
    breaker,
    changes,
    later: (milliseconds) => {
      now += milliseconds;
    },
    call(outcome) {
      if (breaker.refuses()) return "refused";
      breaker.end(breaker.begin(), outcome);
      return outcome;
    },
  };
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe("a breaker", () => {
  test("opens after five failures in a row, and refuses what comes then", () => {
    const { call, changes, breaker } = bench();

    const ends = times(7, () => call("failed"));

    expect(ends).toEqual([...times(5, () => "failed"), "refused", "refused"]);
    expect(changes).toEqual(["open"]);
    expect(() => breaker.begin()).toThrow(expect.objectContaining({ code: "breaker-open" }));
  });

  test("a success in between starts the row anew", () => {
    const { call, changes } = bench();

    for (let round = 0; round < 4; round++) {
      times(4, () => call("succeeded"));
      times(3, () => call("failed"));
    }

    expect(changes).toEqual([]);
  });

  test("opens when half of the latest twenty calls failed, however mixed", () => {
    const { call, changes } = bench();

    times(9, () => [call("succeeded"), call("failed")]);
    expect(changes).toEqual([]);
    times(1, () => [call("succeeded"), call("failed")]);

    expect(changes).toEqual(["open"]);
  });

  test("lets one probe through after the pause, and closes when it succeeds", () => {
    const { call, changes, later, breaker } = bench();
    times(5, () => call("failed"));

    later(5 * SECOND);
    const probe = breaker.begin();
    const meanwhile = call("succeeded");
    breaker.end(probe, "succeeded");

    expect(meanwhile).toBe("refused");
    expect(call("succeeded")).toBe("succeeded");
    expect(changes).toEqual(["open", "closed"]);
  });

  test("a probe that fails begins another pause without a word; one that nobody waited for does not", () => {
    const { call, changes, later } = bench();
    times(5, () => call("failed"));

    later(5 * SECOND);
    const ends = [call("failed"), call("succeeded")];
    later(5 * SECOND);
    ends.push(call("unknown"), call("succeeded"));

    expect(ends).toEqual(["failed", "refused", "unknown", "succeeded"]);
    expect(changes).toEqual(["open", "closed"]);
  });

  test("calls that began before it opened say nothing about what came after", () => {
    const { call, breaker, later, changes } = bench();
    const slow = breaker.begin();
    times(5, () => call("failed"));

    breaker.end(slow, "succeeded");
    later(5 * SECOND);
    const probe = breaker.begin();
    breaker.end(slow, "failed");
    breaker.end(probe, "succeeded");

    expect(changes).toEqual(["open", "closed"]);
  });

  test("the pause is up to a tenth longer or shorter, so that processes do not return together", () => {
    const refusedAt = (random: number, milliseconds: number): boolean => {
      const { call, later, breaker } = bench({ random });
      times(5, () => call("failed"));
      later(milliseconds);
      return breaker.refuses();
    };

    expect([refusedAt(0, 4_499), refusedAt(0, 4_500)]).toEqual([true, false]);
    expect([refusedAt(1, 5_499), refusedAt(1, 5_500)]).toEqual([true, false]);
  });

  test("whatever happens: never two probes, and what opens closes before it opens again", () => {
    const step = fc.oneof(
      fc.constantFrom<CallOutcome>("succeeded", "failed", "unknown"),
      fc.integer({ min: 0, max: 6 * SECOND }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { call, later, changes } = bench({ failures: 3 });

        for (const each of steps) {
          if (typeof each === "number") later(each);
          else call(each);
        }

        expect(changes).toEqual(changes.map((_, index) => (index % 2 === 0 ? "open" : "closed")));
      }),
    );
  });
});

test("that one entry or one text is refused says nothing about the dependency", () => {
  const refused = Object.assign(new Error("too long"), { statusCode: 400 });
  const overloaded = Object.assign(new Error("slow down"), { statusCode: 429 });

  expect([refused, overloaded, new Error("ECONNREFUSED")].map(outcomeOf)).toEqual([
    "unknown",
    "failed",
    "failed",
  ]);
});

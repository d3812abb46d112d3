import { describe, expect, test } from "vitest";
import type { AuditOptions, VerifyCandidate } from "../../src/index.ts";
import { wilsonInterval } from "../../src/learning/interval.ts";
import type { CachedModel } from "../support/cached-model.ts";
import { angled } from "./support/angled.ts";

/** A cache whose hits are right until `isRight` says no; each audited. */
function audited(
  audit: AuditOptions,
  isRight: (candidate: VerifyCandidate) => boolean,
): CachedModel {
  return angled({ threshold: 0.95, audit: { rate: 1, ...audit }, compare: isRight });
}

/** Asks about one place, then 10 degrees beside it, which is at 0.985. Places lie 30 degrees apart. */
async function visit({ ask }: CachedModel, ...places: number[]): Promise<void> {
  for (const place of places) {
    await ask(`${place * 30} degrees`);
    await ask(`${place * 30 + 10} degrees`);
  }
}

const stepsOf = ({ path }: CachedModel): string[] =>
  path().filter((step) => step !== "write" && step !== "miss:no-match");

describe("when more hits are wrong than may be", () => {
  const raise = { maxFalseHitRate: 0.1, leastHits: 3 };

  test("the threshold goes up by 0.02, and says so", async () => {
    const cached = audited(raise, () => false);

    await visit(cached, 0, 1, 2);

    expect(stepsOf(cached).at(-1)).toBe("audit:raise-threshold");
    expect(cached.events.find(({ type }) => type === "audit")).toMatchObject({
      falseHitRate: { share: 1, low: expect.closeTo(0.438, 3), high: 1 },
      compared: 3,
      raisedBy: 0.02,
    });
  });

  test("what is below the raised threshold is served no more", async () => {
    const cached = audited(raise, () => false);
    await cached.ask("120 degrees");

    await visit(cached, 0, 1, 2);
    await cached.ask("136 degrees"); // at 0.961

    expect(cached.path().at(-2)).toBe("miss:below-threshold");
  });

  test("fewer audited hits than leastHits decide nothing", async () => {
    const cached = audited({ maxFalseHitRate: 0.1, leastHits: 4 }, () => false);

    await visit(cached, 0, 1, 2);

    expect(cached.path()).not.toContain("audit:raise-threshold");
    expect(cached.cache.audit().live).toMatchObject({ compared: 3, wrong: 3, raisedBy: 0 });
  });

  test("without a budget it is only reported", async () => {
    const cached = audited({ leastHits: 1 }, () => false);

    await visit(cached, 0, 1, 2, 3);

    expect(cached.cache.audit().live).toMatchObject({ wrong: 4, raisedBy: 0, stopped: false });
  });

  test("each decision is made from the hits since the one before", async () => {
    const cached = audited(raise, () => false);

    await visit(cached, 0, 1, 2, 3, 4);
    const afterTwoMore = cached.cache.audit().live?.raisedBy;
    await visit(cached, 5);

    expect([afterTwoMore, cached.cache.audit().live?.raisedBy]).toEqual([0.02, 0.04]);
  });

  test("hits that are mostly right change nothing", async () => {
    const cached = audited(raise, ({ query }) => query !== "10 degrees");

    await visit(cached, 0, 1, 2, 3, 4, 5);

    expect(cached.cache.audit().live).toMatchObject({ compared: 6, wrong: 1, raisedBy: 0 });
  });
});

describe("stop-serving", () => {
  const stop = { maxFalseHitRate: 0.5, leastHits: 4, whenExceeded: "stop-serving" } as const;
  /** Wrong at the first four places, right from there on. */
  const laterRight = ({ query }: VerifyCandidate): boolean => Number.parseInt(query, 10) > 120;

  test("makes every hit by meaning a miss; exact ones are served", async () => {
    const cached = audited(stop, () => false);
    await visit(cached, 0, 1, 2, 3);

    await cached.ask("0 degrees");
    await visit(cached, 5);

    const stopped = ["audit:stop-serving", "hit:exact", "miss:audit", "compare:audit:different"];
    expect(stepsOf(cached).slice(-4)).toEqual(stopped);
    expect(cached.cache.audit().live).toMatchObject({ stopped: true });
  });

  test("answers of that time are stored, so a question that is repeated costs one call", async () => {
    const cached = audited(stop, laterRight);
    await visit(cached, 0, 1, 2, 3, 5);

    await cached.ask("160 degrees");

    expect(cached.path().slice(-4)).toEqual([
      "miss:audit",
      "compare:audit:same",
      "write",
      "hit:exact",
    ]);
  });

  test("goes on while a good share is not sure enough", async () => {
    const half = ({ query }: VerifyCandidate): boolean => Number.parseInt(query, 10) > 200;
    const cached = audited(stop, half);

    await visit(cached, 0, 1, 2, 3, 5, 6, 7, 8); // two of the last four are right

    expect(cached.cache.audit().live).toMatchObject({ compared: 8, wrong: 6, stopped: true });
  });

  test("ends when comparisons are good again", async () => {
    const cached = audited(stop, laterRight);
    await visit(cached, 0, 1, 2, 3, 5, 6, 7, 8);

    await cached.ask("308 degrees");
    await cached.ask("318 degrees");

    expect(cached.path()).toContain("audit:resume");
    expect(stepsOf(cached).slice(-3)[0]).toBe("hit:semantic");
    expect(cached.cache.audit().live).toMatchObject({ compared: 9, wrong: 4, stopped: false });
  });
});

describe("the interval of a share", () => {
  test.each([
    [0, 4, 0, 0.49],
    [4, 4, 0.51, 1],
    [5, 100, 0.0215, 0.1118],
    [50, 100, 0.4038, 0.5962],
  ])("%i of %i lies between %f and %f (Wilson, 95 %)", (count, total, low, high) => {
    const interval = wilsonInterval(count, total);

    expect(interval?.low).toBeCloseTo(low, 3);
    expect(interval?.high).toBeCloseTo(high, 3);
  });

  test("of nothing there is none", () => {
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });
});

test("before anything was asked there is nothing to report", async () => {
  const { cache, ask } = audited({}, () => true);

  const before = cache.audit();
  await ask("0 degrees");

  expect(before).toEqual({ live: undefined, shadow: undefined });
  expect(cache.audit().live).toEqual({ compared: 0, wrong: 0, raisedBy: 0, stopped: false });
});

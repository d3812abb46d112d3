import { describe, expect, test } from "vitest";
import { adaptive } from "../../../src/lookup/policies/index.ts";
import type { Decision, Policy } from "../../../src/lookup/policies/policy.ts";
import { seeded } from "./seeded.ts";
import { type Stream, serve, serveAll } from "./served-stream.ts";

/** 12 meanings: neighbours above 0.85 are mostly right, those below mostly wrong. */
const overlapping: Stream = (random) => {
  const similarity = 0.6 + 0.4 * random();
  return {
    entryId: `entry ${Math.floor(12 * random())}`,
    similarity,
    isCorrect: random() < 1 / (1 + Math.exp(-40 * (similarity - 0.85))),
  };
};

/** Neighbours that are wrong however near they are. */
const hopeless: Stream = (random) => ({ ...overlapping(random), isCorrect: false });

const trained = (options: { maxErrorRate: number; floor?: number }, seed = 1): Policy => {
  const random = seeded(seed);
  const policy = adaptive({ ...options, random });
  serveAll(policy, overlapping, { questions: 1_500, random });
  return policy;
};
const asked = (policy: Policy, similarity: number): Decision =>
  policy.decide({
    similarity,
    entryId: "new",
    namespace: "n",
    query: "",
    candidateQuery: "",
    observations: [],
  }) as Decision;

describe("wrong answers stay within the rate that was allowed", () => {
  test.each([
    ["audit", 0.02],
    ["audit", 0.05],
    ["random", 0.02],
    ["random", 0.05],
  ])("with %s, at %f, on average over streams of one kind", (explore, maxErrorRate) => {
    const rates = Array.from({ length: 4 }, (_, seed) => {
      const random = seeded(seed);
      const policy = adaptive({
        maxErrorRate,
        random,
        explore: explore === "random" ? "random" : { audit: 0.02 },
      });
      return serveAll(policy, overlapping, { questions: 1_500, random });
    });
    const mean = (name: "wrong" | "hits") =>
      rates.reduce((sum, rate) => sum + rate[name], 0) / (4 * 1_500);

    expect(mean("wrong")).toBeLessThanOrEqual(maxErrorRate);
    expect(mean("hits")).toBeGreaterThan(0.05);
  });

  test("when what was right turns wrong, serving ends by itself", () => {
    const random = seeded(5);
    const policy = adaptive({ maxErrorRate: 0.02, random });
    const before = serveAll(policy, overlapping, { questions: 1_500, random });

    serveAll(policy, hopeless, { questions: 2_000, random });
    const after = serveAll(policy, hopeless, { questions: 1_000, random });

    expect(before.hits).toBeGreaterThan(200);
    expect(after.hits).toBeLessThan(30);
  });
});

test("nothing is served before enough was seen, of wrong answers too", () => {
  const random = seeded(2);
  const policy = adaptive({ maxErrorRate: 0.2, random });
  const right: Stream = () => ({ entryId: "one", similarity: 0.95, isCorrect: true });

  const { hits } = serveAll(policy, right, { questions: 400, random });

  expect(hits).toBe(0);
  expect(asked(policy, 1)).toMatchObject({ serves: false, explores: true });
});

test("an entry nobody has asked about is served by what its namespace has learned", () => {
  const policy = trained({ maxErrorRate: 0.05 });

  expect(asked(policy, 0.99)).toMatchObject({ serves: true, numbers: { observations: 0 } });
  expect(asked(policy, 0.8).serves).toBe(false);
});

test("another namespace has learned nothing", () => {
  const policy = trained({ maxErrorRate: 0.05 });
  const entry = { entryId: "new", query: "", candidateQuery: "", observations: [] };

  const decision = policy.decide({ ...entry, similarity: 0.99, namespace: "other" });

  expect(decision).toMatchObject({ serves: false, explores: true, numbers: { risk: 1 } });
});

test("below the floor nothing is served, and nothing explored", () => {
  const policy = trained({ maxErrorRate: 0.2, floor: 0.85 });

  expect(asked(policy, 0.849)).toEqual({ serves: false });
  expect(asked(policy, 0.99).serves).toBe(true);
});

test("of what could be served, the audited share is explored", () => {
  const policy = adaptive({ maxErrorRate: 0.2, explore: { audit: 0.25 }, random: seeded(4) });
  serveAll(policy, overlapping, { questions: 2_000, random: seeded(5) });

  const decisions = Array.from({ length: 400 }, () => asked(policy, 0.99));

  expect(decisions.every(({ numbers }) => numbers?.exploration === 0.25)).toBe(true);
  expect(decisions.filter(({ explores }) => explores).length / 400).toBeCloseTo(0.25, 1);
});

test("another process learns from the observations that are stored with the entries", () => {
  const random = seeded(6);
  const entries = new Map();
  serveAll(adaptive({ maxErrorRate: 0.05, random }), overlapping, {
    questions: 1_000,
    random,
    entries,
  });

  const restarted = adaptive({ maxErrorRate: 0.05, random: () => 0.5 });
  for (const entryId of entries.keys()) serve(restarted, { entryId, similarity: 0.7 }, entries);

  expect(asked(restarted, 0.99).serves).toBe(true);
});

test.each([
  [{ maxErrorRate: 0 }, "maxErrorRate must be a number above 0 and below 1; got 0"],
  [{ maxErrorRate: 5 }, "maxErrorRate must be a number above 0 and below 1; got 5"],
  [{ maxErrorRate: 0.01, floor: 2 }, "floor must be a number from -1 to 1; got 2"],
  [{ maxErrorRate: 0.01, explore: "often" }, 'explore must be "random" or { audit: share }'],
  [
    { maxErrorRate: 0.01, explore: { audit: 1 } },
    "explore.audit must be a number from 0 and below 1",
  ],
  [{ maxErrorRate: 0.01, maxObservations: 3 }, "maxObservations must be a whole number from 4 to"],
  [{ maxErrorRate: 0.01, random: 0.5 }, "random must be a function"],
])("options that make no sense are refused: %j", (options, message) => {
  expect(() => adaptive(options as never)).toThrow(message);
});

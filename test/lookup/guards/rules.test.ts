import { describe, expect, test } from "vitest";
import { resolveGuards } from "../../../src/lookup/guards/index.ts";
import { SAME, VETOED } from "./pairs.ts";

const { guards, read } = resolveGuards("standard");

/** The names of the guards that speak against a pair. */
function vetoes(one: string, other: string): string[] {
  const [query, candidate] = [read(one), read(other)];
  return guards
    .filter((guard) => guard.veto(query, candidate) !== undefined)
    .map(({ name }) => name);
}

describe("questions that need different answers are told apart", () => {
  test.each(VETOED)("by %s: %j and %j", (guard, one, other) => {
    expect(vetoes(one, other)).toContain(guard);
    expect(vetoes(other, one), "a veto holds in both directions").toContain(guard);
  });

  test("each rule has a pair here that shows what it is for", () => {
    const shown = new Set(VETOED.map(([guard]) => guard));

    const names = guards.map(({ name }) => name).filter((name) => name !== "length");

    expect([...shown].sort()).toEqual(names.sort());
  });
});

describe("wordings that ask the same are let through", () => {
  test.each(SAME)("%j and %j", (one, other) => {
    expect(vetoes(one, other)).toEqual([]);
    expect(vetoes(other, one)).toEqual([]);
  });
});

test("a veto names the words of either question that caused it", () => {
  const [query, candidate] = [read("Is it open on Monday?"), read("Is it open on Sunday?")];

  const veto = guards.find(({ name }) => name === "times")?.veto(query, candidate);

  expect(veto).toMatchObject({ query: ["Monday"], candidate: ["Sunday"] });
});

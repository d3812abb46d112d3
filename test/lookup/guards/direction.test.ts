import { describe, expect, test } from "vitest";
import { resolveGuards } from "../../../src/lookup/guards/index.ts";

const { guards, read } = resolveGuards("standard");

function vetoes(one: string, other: string): string[] {
  const [query, candidate] = [read(one), read(other)];
  return guards
    .filter((guard) => guard.veto(query, candidate) !== undefined)
    .map(({ name }) => name);
}

describe("two things that change places around a preposition are another question", () => {
  test.each([
    ["Can I buy gold with silver?", "Can I buy silver with gold?"],
    ["How do I replace tabs with spaces?", "How do I replace spaces with tabs?"],
    ["Can I buy gold with my silver?", "Can I buy silver with my gold?"],
    ["Is there a cover for the bike on the car?", "Is there a cover for the car on the bike?"],
  ])("%j and %j", (one, other) => {
    expect(vetoes(one, other)).toEqual(["direction"]);
    expect(vetoes(other, one)).toEqual(["direction"]);
  });
});

describe("a clause that moves as a whole leaves the question as it is", () => {
  test.each([
    ["Is there a discount for students on books?", "Is there a discount on books for students?"],
    ["Can I fly with a dog on Lufthansa?", "Can I fly on Lufthansa with a dog?"],
    ["How do I deploy on AWS with Docker?", "How do I deploy with Docker on AWS?"],
  ])("%j and %j", (one, other) => {
    expect(vetoes(one, other)).toEqual([]);
    expect(vetoes(other, one)).toEqual([]);
  });
});

test("a means is no passive voice", () => {
  const [one, other] = ["Can I pay a bill online with cash?", "Can I pay a bill online by cash?"];

  expect(vetoes(one, other)).toEqual([]);
  expect(vetoes(other, one)).toEqual([]);
});

test("what is joined may be named in any order", () => {
  expect(vetoes("How do I mix paint with water?", "How do I mix water with paint?")).toEqual([]);
  expect(vetoes("Does Slack integrate with Jira?", "Does Jira integrate with Slack?")).toEqual([]);
});

test("what is joined still has a direction when one is named", () => {
  expect(vetoes("How do I merge main into dev?", "How do I merge dev into main?")).toEqual([
    "direction",
  ]);
});

import { expect, test } from "vitest";
import { LANGUAGES, resolveGuards } from "../../../src/lookup/guards/index.ts";
import { remembering } from "../../../src/lookup/guards/reading/remembering.ts";
import { VETOED } from "./pairs.ts";

test("what was read before changes no verdict", () => {
  const used = resolveGuards({ languages: [...LANGUAGES] });
  const fresh = resolveGuards({ languages: [...LANGUAGES] });
  const verdicts = ({ guards, read }: typeof used): unknown[] =>
    VETOED.map(([, one, other]) => guards.map((guard) => guard.veto(read(one), read(other))));

  verdicts(used);
  for (let word = 0; word < 12_000; word++) used.read(`How does word${word} end, Word-${word}?`);

  expect(verdicts(used)).toEqual(verdicts(fresh));
});

test("a word of every day is looked at once, and no number of other words takes more than a bounded memory", () => {
  const asked: string[] = [];
  const look = remembering((word) => asked.push(word));

  for (const word of ["order", "order", "order"]) look(word);
  expect(asked).toEqual(["order"]);

  for (let other = 0; other < 5_000; other++) look(`word ${other}`);
  look("order");
  expect(asked.filter((word) => word === "order")).toHaveLength(2);
});

test("runs too long for a word are not kept", () => {
  const asked: string[] = [];
  const look = remembering((word) => asked.push(word));

  look("x".repeat(41));
  look("x".repeat(41));

  expect(asked).toHaveLength(2);
});

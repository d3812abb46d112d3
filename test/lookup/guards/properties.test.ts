import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveGuards } from "../../../src/lookup/guards/index.ts";
import { SAME, VETOED } from "./pairs.ts";

const { guards, read } = resolveGuards("strict");
const QUESTIONS = [...SAME.flat(), ...VETOED.flatMap(([, one, other]) => [one, other])];

/** Real words in any order, with what questions have beside words. */
const text = fc.oneof(
  fc.constantFrom(...QUESTIONS),
  fc
    .array(fc.constantFrom(...QUESTIONS.join(" ").split(" ")), { maxLength: 40 })
    .map((words) => words.join(" ")),
  fc.string({ unit: "binary", maxLength: 200 }),
);

function vetoes(one: string, other: string): string[] {
  const [query, candidate] = [read(one), read(other)];
  return guards
    .filter((guard) => guard.veto(query, candidate) !== undefined)
    .map(({ name }) => name);
}

describe("whatever the questions are", () => {
  test("a guard never throws, and vetoes in both directions or in none", () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(vetoes(one, other)).toEqual(vetoes(other, one));
      }),
      { numRuns: 2000 },
    );
  });

  test("nor does the order decide where neither has a word of negation", () => {
    expect(vetoes("only possible", "impossible")).toEqual(vetoes("impossible", "only possible"));
  });

  test("no guard speaks against a question itself", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(vetoes(one, one)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("courtesy changes nothing", () => {
    const wrappers = [
      (question: string) => `Please, ${question}`,
      (question: string) => `Hello! Could you please tell me: ${question}`,
      (question: string) => `${question} Thanks a lot!`,
      (question: string) => `Hi there, ${question} Thank you very much!`,
    ];
    const english = QUESTIONS.filter((question) => read(question).language === "en");
    for (const question of english) {
      for (const wrap of wrappers) {
        expect(vetoes(question, wrap(question)), wrap(question)).toEqual([]);
      }
    }
  });
});

describe("hostile text", () => {
  const UNITS = [
    "1,",
    "a'",
    "n't ",
    "do not know ",
    " ",
    "`",
    "“a",
    "'a ",
    "1-",
    "a@",
    "a.b.",
    "ab1",
    "٣",
    "(",
    "twenty ",
    "more or less ",
    "http://",
    "中",
    "\n",
    "no, ",
  ];

  /** Fastest of some runs, in milliseconds: the slower ones measure the machine. */
  function cost(unit: string, length: number): number {
    const long = unit.repeat(Math.ceil(length / unit.length));
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      vetoes(long, `${long}x`);
      return performance.now() - start;
    });
    return Math.min(...times);
  }

  // A busy machine may take its time from one of the two.
  const patient = { retry: 3 };
  test.each(UNITS)("%j again and again costs time in proportion to its length", patient, (unit) => {
    cost(unit, 2_000); // warm
    const [once, fourTimes] = [cost(unit, 4_000), cost(unit, 16_000)];

    expect(fourTimes).toBeLessThan(12 * Math.max(once, 0.5));
  });

  test("256 KB are cut to a bound, and what is behind it must be the same to the letter", () => {
    const long = "All the words of a long prompt. ".repeat(8_192);

    expect(vetoes(long, long)).toEqual([]);
    expect(vetoes(long, `${long} And one more.`)).toEqual(["length"]);
  });
});

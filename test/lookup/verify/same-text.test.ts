import { expect, test } from "vitest";
import { sameText } from "../../../src/lookup/verify/index.ts";
import { verdictOf } from "./support/candidate.ts";

const areSame = (answer: string, freshAnswer: string): Promise<boolean> =>
  verdictOf(sameText(), { answer, freshAnswer });

test.each([
  ["case", "Open Settings", "open settings"],
  ["white space", "Open\n\n  Settings ", "Open Settings"],
  ["punctuation", "Yes, it is: open (today)!", "Yes it is; open today."],
  ["typography", "It’s “open” – today…", 'It\'s "open" - today'],
  ["bold and italic", "**Open** the *Settings*", "Open the Settings"],
  ["headings", "## Steps\nOpen Settings", "Steps\n\nOpen Settings"],
  ["bullets", "- Open Settings\n- Choose Security", "* Open Settings\n* Choose Security"],
  ["quotations", "> Open Settings", "Open Settings"],
  ["rules between paragraphs", "One.\n\n---\n\nMore.", "One. More."],
  ["thousands", "It costs $1,234,567.", "It costs $1234567"],
  ["a round sum", "It costs $20.00", "It costs $20"],
  ["small number words", "It takes two days", "It takes 2 days"],
  ["the language of a code block", "```ts\nrun();\n```", "```\nrun();\n```"],
  ["composed and decomposed letters", "caf\u00e9", "cafe\u0301"],
  [
    "the order of keys in JSON",
    '{"a":1,"b":[{"c":2,"d":3}]}',
    '{ "b": [{"d":3,"c":2}], "a": 1.0 }',
  ],
  ["a fence around JSON", '```json\n{"a": 1}\n```', '{"a":1}'],
])("two answers that differ in %s are the same", async (_what, answer, freshAnswer) => {
  expect(await areSame(answer, freshAnswer)).toBe(true);
  expect(await areSame(freshAnswer, answer)).toBe(true);
});

test.each([
  ["a word", "Open Settings", "Open Security"],
  ["a number", "It costs 20", "It costs 21"],
  ["a sign", "It is -5 degrees", "It is 5 degrees"],
  ["a sign at the start of a line", "- 5", "5"],
  ["a comparison", "x < 5", "x > 5"],
  ["a currency", "It costs $5", "It costs €5"],
  ["a share", "It is 5%", "It is 5"],
  ["a decimal point", "It is 1.5", "It is 15"],
  ["a version", "Use Python 3.10", "Use Python 3.1"],
  ["a group of three after the point", "10.000", "10"],
  ["a day at the start of a line", "12. May", "13. May"],
  ["a unit by quotation mark", "It is 5' long", 'It is 5" long'],
  ["the name of a language", "Use C++", "Use C#"],
  ["struck-through text", "~~not~~ allowed", "not allowed"],
  ["an exponent", "10² m", "102 m"],
  ["the case of code", "```\nrun();\n```", "```\nRun();\n```"],
  ["the case of inline code", "Use `-v`", "Use `-V`"],
  ["a value in JSON", '{"a":1}', '{"a":2}'],
  ["a type in JSON", '{"a":1}', '{"a":"1"}'],
  ["the order of a list in JSON", "[1,2]", "[2,1]"],
  ["the last digit of a long id in JSON", '{"id":9007199254740993}', '{"id":9007199254740992}'],
  ["being JSON", '{"a":1}', "a 1"],
])("two answers that differ in %s are not the same", async (_what, answer, freshAnswer) => {
  expect(await areSame(answer, freshAnswer)).toBe(false);
  expect(await areSame(freshAnswer, answer)).toBe(false);
});

test("without a fresh answer it is a no", async () => {
  expect(await verdictOf(sameText())).toBe(false);
});

test.each([
  ["...", "...", true],
  ["!", "?", false],
  ["\ud83d\udc4d", "\ud83d\udc4e", false],
])("%j and %j, which have no words, are the same: %s", async (answer, freshAnswer, same) => {
  expect(await areSame(answer, freshAnswer)).toBe(same);
});

test.each([
  ["", "text"],
  ["text", " \n"],
])("of %j and %j nothing is said: nobody learns that they differ", async (answer, freshAnswer) => {
  await expect(areSame(answer, freshAnswer)).rejects.toThrow("one has no text");
});

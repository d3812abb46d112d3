import { stripVTControlCharacters } from "node:util";
import { SCRIPT } from "../../src/cli/demo/questions.ts";

/** Questions that are shown of the demo, by their numbers: one for each thing that it is there to show. */
const SHOWN: Readonly<Record<number, string>> = {
  1: "How do I reset my password?",
  10: "how do i reset my password",
  17: "I forgot my password, how can I reset it?",
  30: "Where is my order 10274?",
  32: "How do I disable two-factor authentication?",
  34: "Can I return coffee that I have not opened?",
  45: "Ben: And do I get my money back?",
  47: "Cleo: Will I get my money back?",
};

const COMMAND = "$ npx ai-sdk-semantic-cache demo";
const FACTS = ["from the cache", "first chunk", "time saved", "tokens saved", "traps"];

/** The head of the table that follows the last chapter. */
const TABLE = /^ +question /;

/**
 * The lines of a run of the demo that a picture has room for: of some questions all, and the end of each
 * chapter they are in. Nothing in a line is changed.
 */
export function condense(output: string): string[] {
  // Blocks are parted by empty lines: a chapter's title, a question with its answer, a chapter's end.
  const blocks = output.trimEnd().split(/\n{2,}/);
  const starts = SCRIPT.map(({ title }) => blocks.findIndex((block) => plain(block) === title));
  const places = [...starts, blocks.findIndex((block) => TABLE.test(plain(block)))];
  const chapters = starts.flatMap((start, at) => {
    const [title = "", ...asked] = blocks.slice(start, places[at + 1]);
    const end = asked.pop() ?? "";
    const shown = asked.filter(isShown);
    return shown.length === 0 ? [] : ["", title, ...shown, end];
  });
  const all = output.trimEnd().split("\n");
  const facts = all.filter((line) => FACTS.includes(plain(line).slice(0, 16).trim()));
  return [
    COMMAND,
    ...chapters.flatMap((block) => block.split("\n")),
    "",
    ...facts,
    ...all.slice(-2),
  ];
}

/** A question of the list, under its number: else the list is not that of this demo. */
function isShown(block: string): boolean {
  const [, number = "", ask = ""] = /^ *(\d+)\/\d+ {2}(.*)/.exec(plain(block)) ?? [];
  const expected = SHOWN[Number(number)];
  if (expected === undefined || expected === ask) return expected === ask;
  throw new Error(`Question ${number} of the demo is not "${expected}" any more, but "${ask}".`);
}

function plain(text: string): string {
  return stripVTControlCharacters(text);
}

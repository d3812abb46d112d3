import { describe, expect, test } from "vitest";
import { patternsOfSource, type SourcePattern } from "./support/patterns-of-source.ts";
import { reportInputs } from "./support/report-inputs.ts";

const { patterns, making } = patternsOfSource();

/** Sizes that grow by four, up to 256 KB: a pattern that is linear takes four times as long each time. */
const SIZES = [4_096, 16_384, 65_536, 262_144];
/** Quadratic patterns take 16 times as long. */
const MOST_GROWTH = 10;
/** Below this a measurement says nothing, in milliseconds. */
const NOISE = 4;

const UNITS = [
  ...["a", "A", "1", " ", "\n", "\t", ".", ",", "-", "_", ":", "/", "@", "'", '"', "`", "(", "["],
  ...[
    "a ",
    "1,",
    "1.",
    "a.",
    "a-",
    "a'",
    "a@",
    "Aa",
    "aA",
    " \n",
    "“",
    "‘a",
    "''",
    "http://a",
    "é",
  ],
  ...["hello ", "please ", "0x", "<a", "%", "\\", "=", "{", "e1", "中", "1 ", "- "],
];

/** Fastest of some runs, in milliseconds: the slower ones measure the machine. */
function cost({ pattern }: SourcePattern, text: string): number {
  const global = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, "")}g`);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && best > NOISE; run++) {
    const start = performance.now();
    text.replace(global, "");
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** The first size at which a pattern takes too much more than a quarter of the text, if there is one. */
function superlinearAt(pattern: SourcePattern, unit: string): number | undefined {
  let before = NOISE;
  for (const size of SIZES) {
    const text = `${unit.repeat(size / unit.length)}\u0001`;
    let now = cost(pattern, text);
    // What is slow is slow again; a busy machine is not.
    for (let again = 0; again < 3 && now > MOST_GROWTH * before; again++) {
      now = Math.min(now, cost(pattern, text));
    }
    if (now > MOST_GROWTH * before) return size;
    before = Math.max(now, NOISE);
  }
  return undefined;
}

describe("S20 no pattern takes more than linear time", () => {
  test("all patterns of src, over 256 KB of what each of them likes", () => {
    const slow = patterns.flatMap((one) =>
      UNITS.flatMap((unit) => {
        const size = superlinearAt(one, unit);
        return size ? [`${one.file} ${one.pattern} on ${JSON.stringify(unit)} at ${size}`] : [];
      }),
    );

    expect(patterns.length).toBeGreaterThan(100);
    expect(slow).toEqual([]);
    reportInputs(
      "S20",
      patterns.length * UNITS.length,
      "patterns and what is repeated 256 KB long",
    );
  });

  test("patterns that are made from text are made from texts of the application only", () => {
    expect(making).toEqual([
      "cli/demo/knowledge-base.ts", // words of the demo's own
      "cli/filter-flags.ts", // what the caller of the command line wrote
      "config.ts", // `models`, `normalize`: copies of the application's, without state
      "manage/entry-selection.ts", // `query` of a filter: a copy
      "request/rules.ts", // word lists of ours
      "response/chunk.ts", // `chunk` of `replay`: a copy
    ]);
  });

  describe("guards, all of them on one text", async () => {
    await import("../lookup/guards/properties.test.ts");
  });
});

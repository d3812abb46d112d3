import { describe, expect, test } from "vitest";
import { fittingTable } from "../../src/cli/text/fitting-table.ts";
import { messageOf } from "../../src/cli/text/message-of.ts";

describe("a table in a terminal", () => {
  const columns = [
    { title: "question", align: "left", flexible: true },
    { title: "model", align: "left", flexible: true },
    { title: "size" },
  ] as const;
  const rows = [["How do I reset my password?", "openai/gpt-5-mini-2025-08-07", "583 B"]];

  test.each([120, 60, 40])("is no wider than %i columns", (width) => {
    const lines = fittingTable(columns, rows, width);

    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  test("is whole where there is room", () => {
    expect(fittingTable(columns, rows, 120).join()).not.toContain("…");
  });

  test("shows the beginning of every text, however narrow it is", () => {
    const [, line] = fittingTable(columns, rows, 10);

    expect(line).toBe("How do I re…  openai/gpt-…  583 B");
  });
});

describe("what an error says", () => {
  const refused = new Error("connect ECONNREFUSED 127.0.0.1:1");

  test.each([
    [new Error("fetch failed", { cause: refused }), `fetch failed (${refused.message})`],
    [new Error(`no: ${refused.message}`, { cause: refused }), `no: ${refused.message}`],
    [
      new Error("a: fetch failed", { cause: new Error("fetch failed", { cause: refused }) }),
      `a: fetch failed (${refused.message})`,
    ],
    [new AggregateError([refused, new Error("and 6")]), `${refused.message}, and 6`],
    [new Error("first line\nsecond"), "first line"],
    ["a text", "a text"],
  ])("%s", (error, said) => {
    expect(messageOf(error)).toBe(said);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { evaluate } from "../../src/evaluate/index.ts";

const folder = mkdtempSync(join(tmpdir(), "evaluate-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join("\n"));
  return path;
}

const PAIR = '{"a": "How do I pay?", "b": "How can I pay?", "label": true, "similarity": 1}';

describe("labelled files", () => {
  test("kinds may be mixed, in several files, with empty lines between", async () => {
    const one = file("one.jsonl", PAIR, "", '{"text": "Do you ship?", "cluster": 7}', "");
    const other = file(
      "other.jsonl",
      '{"conversation": [], "question": "Do you?", "meaning": "x"}',
    );

    const { kinds } = await evaluate({ data: { file: [one, other] }, thresholds: [] });

    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(["conversations", "pairs", "stream"]);
  });

  test.each([
    ['{"a": 1', "a line must be JSON"],
    ['{"x": 1}', "a row must be a pair { a, b, label }, a question of a stream { text, cluster }"],
    ['{"a": "x", "b": "y"}', "label must be 1 (one answer serves both) or 0 (it must not)"],
    ['{"a": "x", "b": "", "label": 1}', 'b must be a text; got ""'],
    ['{"a": "x", "b": "y", "label": 1, "similarity": 87}', "similarity must be a raw cosine"],
    ['{"a": "x", "b": "y", "label": 1, "vectorA": [1], "vectorB": [1, 2]}', "must have one length"],
    ['{"text": "x"}', "cluster must be a text or a number that names what is asked"],
    ['{"conversation": [{"user": "x"}], "question": "y", "meaning": 1}', "{ user, assistant }"],
  ])("a line that is none is named with its number: %s", async (line, message) => {
    const path = file("bad.jsonl", PAIR, "", line);

    const evaluation = evaluate({ data: { file: path } });

    await expect(evaluation).rejects.toThrow(`${path}:3: `);
    await expect(evaluation).rejects.toThrow(message);
  });

  test("a row of a list is named by its place", async () => {
    const data = [JSON.parse(PAIR), { a: "x" }];

    await expect(evaluate({ data })).rejects.toThrow("row 1: label must be 1");
  });

  test("a file that is not there is named", async () => {
    await expect(evaluate({ data: { file: "nowhere.jsonl" } })).rejects.toThrow("nowhere.jsonl");
  });
});

test.each([
  [{ data: "pairs.jsonl" }, "data must be a list of labelled rows, or { file }"],
  [{ data: [], maxFalseHitRate: 5 }, "maxFalseHitRate must be a share from 0 to 1"],
  [{ data: [], thresholds: [85] }, "thresholds must be a list of similarities from -1 to 1"],
  [{ data: [], vectors: "old" }, 'vectors must be "given" or "model"; got "old"'],
  [{ data: [], findings: -1 }, "findings must be a whole number from 0"],
  [{ data: [], cache: { treshold: 1 } }, "treshold"],
])("options that are none are refused: %j", async (options, message) => {
  await expect(evaluate(options as never)).rejects.toThrow(message);
});

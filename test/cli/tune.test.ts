import { describe, expect, test } from "vitest";
import { openStore } from "../../src/cli/stores/open-store.ts";
import { crossValidate, findsMore } from "../../src/cli/tune/cross-validate.ts";
import { foldsOf } from "../../src/cli/tune/folds.ts";
import type { TriedPair } from "../../src/evaluate/try-pair.ts";
import { semanticCache } from "../../src/index.ts";
import { fill, run, useFolder } from "./support/command-line.ts";

const folder = useFolder();

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly label: 0 | 1;
  readonly similarity: number;
}

function writeRows(name: string, rows: readonly object[]): string {
  return folder.write(name, rows.map((row) => JSON.stringify(row)).join("\n"));
}

/** Pairs whose similarity is all that tells them apart: right ones from 0.6 up, wrong ones to 0.85. */
function pairs(right: number, wrong: number): Pair[] {
  const row = (label: 0 | 1, at: number, of: number): Pair => ({
    a: `pear ${LETTERS[at % 26]}${LETTERS[(at >> 4) % 26]} ${label}`,
    b: `plum ${LETTERS[at % 26]}${LETTERS[(at >> 4) % 26]} ${label}`,
    label,
    similarity: label === 1 ? 0.6 + (0.4 * at) / of : 0.3 + (0.55 * at) / of,
  });
  return [
    ...Array.from({ length: right }, (_, at) => row(1, at, right)),
    ...Array.from({ length: wrong }, (_, at) => row(0, at, wrong)),
  ];
}
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

const MANY = writeRows("many.jsonl", pairs(80, 130));
/** No guard speaks, so that similarities decide. */
const OPEN = folder.write("open.mjs", "export const options = { guards: [] };");

async function tune(
  ...args: string[]
): Promise<{ code: number; tuning: ReturnType<typeof JSON.parse> }> {
  const { code, stdout, stderr } = await run("tune", ...args, "--json");
  if (stdout === "") throw new Error(stderr);
  return { code, tuning: JSON.parse(stdout) };
}

describe("tune", () => {
  test("recommends a threshold, tested on pairs it was not chosen by, and ends well", async () => {
    const { code, tuning } = await tune(MANY, "--config", OPEN);

    const { recommended, settings } = tuning;
    const own = settings.find(({ guards }: { guards: string }) => guards === "yours");
    expect([code, recommended.guards, recommended.isPromised]).toEqual([0, "yours", true]);
    expect(recommended.threshold).toBeGreaterThan(0.8);
    expect(own.heldOut.falseHitRate).toMatchObject({ of: 130 });
    expect(own.heldOut.falseHitRate.share).toBeLessThanOrEqual(0.02);
    expect(own.heldOut.recall.of).toBe(80);
  });

  test("what it recommends keeps the budget when evaluate measures it", async () => {
    const { tuning } = await tune(MANY, "--config", OPEN);
    const threshold = String(tuning.recommended.threshold);

    const measured = ["--threshold", threshold, "--max-false-hits", "1%"];
    const { code } = await run("evaluate", MANY, "--config", OPEN, ...measured);

    expect(code).toBe(0);
  });

  test("too few rows are no promise: it says how many more are needed, and exits 1", async () => {
    const few = writeRows("few.jsonl", pairs(40, 60));

    const { code, stdout } = await run("tune", few, "--config", OPEN);

    expect(code).toBe(1);
    expect(stdout).toContain("needs 39 more pairs with label 0. There are 60.");
  });

  test("without a pair that must miss nothing is recommended", async () => {
    const right = writeRows("right.jsonl", pairs(40, 0));

    const { code, stdout } = await run("tune", right);

    expect(code).toBe(1);
    expect(stdout).toContain("Nothing to recommend: every pair should hit.");
  });

  test("where the most similar pairs are wrong it recommends a guard or a verifier, no threshold", async () => {
    const rows = pairs(20, 120).map((row) => (row.label === 0 ? { ...row, similarity: 1 } : row));

    const { code, stdout } = await run("tune", writeRows("hard.jsonl", rows), "--config", OPEN);

    expect(code).toBe(1);
    expect(stdout).toContain("no threshold that serves anything by meaning");
  });

  test("says what guards are worth at the same budget", async () => {
    const orders = Array.from({ length: 120 }, (_, at) => [
      {
        a: `Where is order ${1000 + at}?`,
        b: `Where is order ${2000 + at}?`,
        label: 0,
        similarity: 0.95,
      },
      {
        a: `Where is order ${3000 + at}?`,
        b: `where order ${3000 + at} is`,
        label: 1,
        similarity: 0.9,
      },
    ]);

    const { tuning } = await tune(writeRows("orders.jsonl", orders.flat()));

    const of = (name: string) =>
      tuning.settings.find(({ guards }: { guards: string }) => guards === name);
    expect(of("standard").threshold).toBeLessThan(of("none").threshold);
    expect(tuning.recommended.guards).toBe("standard");
  });

  test("the lines to paste are options of semanticCache", async () => {
    const { tuning } = await tune(MANY, "--config", OPEN);
    const options = new Function(`return { ${tuning.recommended.config} };`)();

    expect(options.threshold).toBe(tuning.recommended.threshold);
    expect(() => semanticCache(options)).not.toThrow();
  });

  test("a stream is replayed with what is recommended", async () => {
    const stream = [
      { text: "How do I pay?", cluster: "pay" },
      { text: "how do i pay", cluster: "pay" },
    ];

    const { tuning } = await tune(MANY, writeRows("stream.jsonl", stream), "--config", OPEN);

    expect(tuning.replays).toMatchObject([
      { kind: "stream", whole: { lookups: 2, hits: 1, wrong: 0 } },
    ]);
  });

  test.each([
    [[], "say files of labelled rows, or --from-store; one of the two"],
    [[MANY, "--from-store"], "one of the two"],
    [[MANY, "--max-false-hits", "3"], "Say a share, such as 1% or 0.01."],
    [["nowhere.jsonl"], "no such file"],
    [[writeRows("only.jsonl", [{ text: "a", cluster: "a" }])], "there are no pairs"],
  ])("%j cannot be used: exit code 2", async (args, message) => {
    const { code, stderr } = await run("tune", ...args);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("tune --from-store", () => {
  const url = `file:${folder.path("learned.db")}`;

  async function learn(count: number): Promise<void> {
    await fill(url);
    const { store, close } = await openStore(url);
    const cache = semanticCache({ store });
    const [entry] = await Array.fromAsync(cache.entries());
    for (let at = 0; at < count; at++) {
      const similarity = 0.99 - (0.2 * at) / count;
      await cache.feedback(entry?.entryId ?? "", { correct: similarity > 0.85, similarity });
    }
    await cache.close();
    await close();
  }

  test("suggests the threshold above which feedback found nothing wrong, as a hint", async () => {
    await learn(120);

    const { code, stdout } = await run("tune", "--from-store", "--store", url);

    expect(code).toBe(0);
    expect(stdout).toContain(
      "3 entries, 1 of them compared with other questions: 120 observations",
    );
    expect(stdout).toMatch(/^threshold: 0\.852,$/m);
    expect(stdout).toContain("That is a hint, not a promise.");
  });

  test("too few observations say how many more are needed", async () => {
    const { code, stdout } = await run("tune", "--from-store", "--store", url, "-n", "acme");

    expect(code).toBe(1);
    expect(stdout).toContain("1.0 % needs 99 more observations.");
  });
});

describe("what is held out", () => {
  test("pairs that share a question are never on both sides", () => {
    const rows = ["a b", "b c", "d e", "C f", "g h"].map((row) => {
      const [asked = "", stored = ""] = row.split(" ");
      return { asked, stored };
    });

    const [one, two, three, four, five] = foldsOf(rows, 3);

    expect([two, four]).toEqual([one, one]);
    expect(new Set([one, three, five]).size).toBe(3);
  });

  test("a setting is only better when more pairs tell than chance would", () => {
    const rows = Array.from({ length: 20 }, (_, at) => tried(at < 10 ? 0.8 : 0.9));
    const folds = rows.map((_, at) => at % 2);

    const [low, high] = [0.7, 0.85].map((threshold) => crossValidate(rows, folds, () => threshold));

    if (!low || !high) throw new Error("both can be validated");
    expect(findsMore(rows, low, high)).toBe(true);
    expect(
      findsMore(
        rows.slice(7, 13),
        { ...low, hits: low.hits.slice(7, 13) },
        { ...high, hits: high.hits.slice(7, 13) },
      ),
    ).toBe(false);
  });
});

function tried(similarity: number): TriedPair {
  return {
    ...{
      kind: "pairs" as const,
      id: "",
      category: undefined,
      asked: "a",
      stored: "b",
      reason: undefined,
    },
    ...{ similarity, mustHit: true, hit: true, right: true, guards: [], isExact: false },
  };
}

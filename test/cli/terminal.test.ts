import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { createAnswerLine } from "../../src/cli/demo/answer-line.ts";
import { liveStatsText } from "../../src/cli/stats/live-stats-text.ts";
import { createPaint } from "../../src/evaluate/text/paint.ts";
import { cachedModel } from "../support/cached-model.ts";
import { fill, run, useFolder } from "./support/command-line.ts";

/** Red by CSI, as 7 bits and as 8, and what turns the direction of a line. */
const HOSTILE = "\u001b[31m\u009b31m\u202eacme";
const OBEYED = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

const PLAIN = createPaint(false);
const PROGRAM = fileURLToPath(new URL("../../src/cli/index.ts", import.meta.url));
const folder = useFolder();
const STORE = `file:${folder.path("cache.db")}`;
beforeAll(() => fill(STORE, { namespace: HOSTILE }));

describe("what somebody stored cannot speak to a terminal", () => {
  test.each([["entries"], ["stats"], ["inspect", "How do I reset my password?"]])(
    "%s, as JSON that says the same",
    async (...command) => {
      const { stdout } = await run(...command, "--store", STORE, "--json");

      expect(stdout).not.toMatch(OBEYED);
      expect(stdout).toContain(String.raw`\u001b[31m\u009b31m\u202eacme`);
    },
  );

  test.each([
    ["evaluate", "hostile.jsonl"],
    ["tune", "hostile.jsonl"],
    ["warm", "hostile.jsonl"],
  ])("%s: a line that is no JSON is quoted without it", async (command, name) => {
    const file = folder.write(name, `${HOSTILE}\n`);

    const { code, stderr } = await run(command, file);

    expect([code, stderr]).toEqual([2, expect.stringContaining(`${name}:1: a line must be JSON`)]);
    expect(stderr).not.toMatch(OBEYED);
  });

  test("names that another machine's inspector says are printed without it", () => {
    const stats = cachedModel().cache.stats();
    const latency = { [HOSTILE]: { count: 1, p50: 1, p95: 1, p99: 1 } };
    const saved = { ...stats.saved, money: 1, currency: HOSTILE };
    const said = { ...stats, latency, saved } as unknown as typeof stats;
    const store = { name: "memory", capabilities: {} as never };

    const printed = liveStatsText({ version: "1", store, namespaces: [], stats: said }, PLAIN);

    expect(printed).toContain("acme");
    expect(printed).not.toMatch(OBEYED);
  });

  test("an answer of a model is streamed without it", () => {
    let written = "";
    const line = createAnswerLine(80, (words) => {
      written += words;
    });

    line.add(`yes ${HOSTILE}`);
    line.end();

    expect(written).toMatch(/acme$/);
    expect(written).not.toMatch(OBEYED);
  });
});

test("a reader of remarks who has left is no reason to fail", async () => {
  const words = ["--conditions=semantic-cache-source", PROGRAM, "entries", "--store", STORE];
  const program = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
  program.stderr.destroy();

  const [printed, [code]] = await Promise.all([text(program.stdout), once(program, "close")]);

  expect([code, printed]).toEqual([0, expect.stringContaining("How do I reset my password?")]);
});

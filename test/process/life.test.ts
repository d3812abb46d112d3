import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startLife } from "./life.ts";

const folder = mkdtempSync(join(tmpdir(), "semantic-cache-life-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const PATIENT = { timeout: 40_000 };

describe("nothing keeps a process alive", () => {
  test.each(["memory", "libsql"])(
    "a program on %s that asks and returns ends",
    PATIENT,
    async (store) => {
      const life = startLife("asks and returns", store, `file:${join(folder, "asks.db")}`);

      expect(await life.ended).toBe(0);
      expect(life.lines()).toEqual(expect.arrayContaining(["answer: Tap it.", "write"]));
    },
  );

  test("a stream that nobody reads to its end", PATIENT, async () => {
    const life = startLife("leaves a stream unread", "memory");

    expect(await life.ended).toBe(0);
    expect(life.lines()).toContain("left");
  });

  test("a write that never ends, longer than its deadline", PATIENT, async () => {
    const life = startLife("asks and returns", "stuck memory");

    expect(await life.ended).toBe(0);
    expect(life.lines().at(-1)).toBe("error:write:timeout");
  });
});

describe("what was written is not lost", () => {
  test("a program that ends while a write is under way writes it first", PATIENT, async () => {
    const life = startLife("asks and returns", "slow memory");

    expect(await life.ended).toBe(0);
    expect(life.lines()).toContain("end of the program");
    expect(life.lines().at(-1)).toBe("write");
  });

  test("close waits for writes", PATIENT, async () => {
    const life = startLife("asks, closes and returns", "slow memory");

    expect(await life.ended).toBe(0);
    expect(life.lines().slice(-3)).toEqual(["write", "closed", "end of the program"]);
  });

  test("SIGTERM with close writes what is under way, and the process ends", PATIENT, async () => {
    const life = startLife("waits for SIGTERM", "slow memory");
    await life.said("writing");

    life.child.kill("SIGTERM");

    expect(await life.ended).toBe(0);
    expect(life.lines().slice(-2)).toEqual(["write", "entries: 1"]);
  });

  test("a process that is frozen while it writes goes on where it was", PATIENT, async () => {
    const life = startLife("goes on after a freeze", "slow memory");
    await life.said("writing");
    life.child.kill("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // longer than the write may take
    life.child.kill("SIGCONT");

    expect(await life.ended).toBe(0);
    const answers = life.lines().filter((line) => line.startsWith("answer"));
    expect(answers).toEqual(["answer: Tap it.", "answer: Tap it."]);
  });
});

test("await using closes the cache and its store at the end of the block", PATIENT, async () => {
  const life = startLife("uses a block", "memory");

  expect(await life.ended).toBe(0);
  expect(life.lines()).toEqual(["store closed", "left", "end of the program"]);
});

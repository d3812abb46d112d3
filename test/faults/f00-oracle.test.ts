import { expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { oracleAnswerTo, question } from "./support/oracle-model.ts";
import { userCalls } from "./support/user-calls.ts";

const careless = { threshold: 0.5, guards: false } as const;

test.each(["generate", "stream"] as const)(
  "the oracle finds out an answer to another question, %s",
  async (operation) => {
    const { run, path, cache } = userCalls(memoryStore(), operation, careless);
    await run([question("north wing")]);
    await cache.flush();

    const { wrong } = await run([question("south wing")]);

    expect(path().at(-1)).toBe("hit:semantic");
    expect(wrong).toHaveLength(1);
    await cache.close();
  },
);

test("it answers the same question alike in other words, and nothing else", () => {
  const answer = oracleAnswerTo(question("hall"));

  expect(oracleAnswerTo(question("hall", 1))).toBe(answer);
  expect(oracleAnswerTo(question("hall"), "Be brief.")).not.toBe(answer);
  expect(oracleAnswerTo(question("yard"))).not.toBe(answer);
});

import { describe, expect, test } from "vitest";
import { memoryStore } from "../src/index.ts";
import { cachedModel } from "./support/cached-model.ts";

const QUESTION = "How do I reset my password?";

describe("rules", () => {
  test.each([
    ["time-sensitive", "What's the weather in Ulm?", "What is a forecast model’s bias today?"],
    ["time-sensitive", "Which is the latest version of Node?", "what time is it"],
    ["time-sensitive", "Is the shop open right now?", "Who won two days ago?"],
    ["personal", "Where is my order?", "What is on my bank statement?"],
    ["personal", "Send it to ada@example.com", "Is 4111 1111 1111 1111 a valid card?"],
    ["side-effects", "Send the invoice to Ada", "Please cancel my appointment"],
    ["side-effects", "Could you please turn off the lights?", "delete all drafts"],
    ["time-sensitive", "WHAT’S THE TIME in Ulm?", "…and\nTODAY’S menu?"],
    ["side-effects", "  I’d like you to cancel my appointment", "\nPlease Pay the bill"],
  ] as const)("%s: %s / %s", async (rule, ...questions) => {
    const { ask, events, path } = cachedModel({ rules: [rule] });

    for (const question of questions) await ask(question);

    expect(path()).toEqual(["bypass:rule", "bypass:rule"]);
    expect(events[0]).toMatchObject({ rule });
  });

  test.each([
    QUESTION,
    "How do I update the firmware of a router?",
    "What is the difference between a cache and a buffer?",
    "How does daylight saving time work?",
    "Explain how to send a POST request with curl",
    "Was 1969 a leap year?",
    "What is a running total?",
  ])("leave alone what everybody may hear: %s", async (question) => {
    const { ask, path } = cachedModel({ rules: ["time-sensitive", "personal", "side-effects"] });

    await ask(question);

    expect(path()).toEqual(["miss:no-match", "write"]);
  });

  test("read a long question at its two ends: what is quoted in between is not asked", async () => {
    const { ask, path } = cachedModel({ guards: false });
    const quoted = `${"words of an article ".repeat(50)}today ${"and more of it ".repeat(50)}`;

    await ask(`Summarise this: ${quoted}`);
    await ask(`${quoted} What of it holds today?`);

    expect(path()).toEqual(["miss:no-match", "write", "bypass:rule"]);
  });

  test("by default only questions about the moment go past the cache; false lets all in", async () => {
    const [standard, none] = [cachedModel(), cachedModel({ rules: false })];

    for (const { ask } of [standard, none]) {
      await ask("What is the weather today?");
      await ask("Where is my order?");
    }

    expect(standard.path()).toEqual(["bypass:rule", "miss:no-match", "write"]);
    expect(none.path()).toEqual(["miss:no-match", "write", "miss:no-match", "write"]);
  });

  test("one of your own is asked too; one that throws lets nothing through", async () => {
    const applies = ({ query }: { query: string | undefined }): boolean => {
      if (query === "broken") throw new Error("my rule");
      return query === "secret";
    };
    const { ask, path } = cachedModel({ rules: [{ name: "mine", applies }] });

    for (const question of ["secret", "broken", QUESTION]) await ask(question);

    const expected = ["bypass:rule", "error:plan:failed", "bypass:plan-failed"];
    expect(path()).toEqual([...expected, "miss:no-match", "write"]);
  });

  test("a name that is no rule is refused", () => {
    expect(() => cachedModel({ rules: ["privat" as never] })).toThrow(
      "rules must be false, or a list of time-sensitive, personal, side-effects and of rules with a name and applies()",
    );
  });
});

describe("models", () => {
  test.each([
    [["mock-model-id"], "miss:no-match"],
    [["mock-provider/mock-model-id"], "miss:no-match"],
    [[/^mock-provider\//g], "miss:no-match"],
    [["gpt-5-mini", /^openai/], "bypass:model"],
  ])("%j", async (models, expected) => {
    const { ask, path } = cachedModel({ models });

    await ask(QUESTION);

    expect(path()[0]).toBe(expected);
  });
});

describe("mode", () => {
  test("read-only serves what is stored and writes nothing", async () => {
    const store = memoryStore();
    await cachedModel({ store }).ask(QUESTION);
    const { ask, path } = cachedModel({ store, mode: "read-only" });

    await ask(QUESTION);
    await ask("Where is the invoice for the chair?");

    expect(path()).toEqual(["hit:exact", "miss:no-match", "not-stored:read-only"]);
  });

  test("off: every call goes past the cache", async () => {
    const { ask, path, calls } = cachedModel({ mode: "off" });

    await ask(QUESTION);
    await ask(QUESTION);

    expect(path()).toEqual(["bypass:off", "bypass:off"]);
    expect(calls()).toBe(2);
  });
});

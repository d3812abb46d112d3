import { describe, expect, test } from "vitest";
import { normalForm } from "../../src/request/normal-form.ts";
import { cachedModel } from "../support/cached-model.ts";

describe("wording that asks the same has one normal form", () => {
  test.each([
    ["How do I reset my password?", "how do i reset my password"],
    ["  How do I\treset   my password ?! ", "How do I reset my password"],
    ["HOW DO I RESET MY PASSWORD", "How do I reset my password?"],
    ["Please reset my password.", "Reset my password"],
    ["Hello, could you please reset my password? Thanks!", "reset my password"],
    ["Reset my password, please", "reset my password"],
    ["hi how do I pay?", "How do I pay?"],
    ["Good morning everyone! How do I pay?", "how do i pay"],
    ["What\u2019s the caf\u00e9?", "what's the cafe\u0301"],
    ["where can i learn Polish", "Where Can I learn Polish?"],
  ])("%j and %j", (left, right) => {
    expect(normalForm(left)).toBe(normalForm(right));
  });
});

describe("what may mean something else keeps its own normal form", () => {
  test.each([
    ["a plant with 5 mW", "a plant with 5 MW"],
    ["what does `Get` do?", "what does `get` do?"],
    ['translate "Hello There"', 'translate "hello there"'],
    ["jobs in IT", "jobs in it"],
    ["What is 10!", "What is 10?"],
    ["Explain: cd ..", "Explain: cd ."],
    ["run cd ..", "run cd ."],
    ["What does print(True) do?", "What does print(true) do?"],
    ["How do you pronounce Polish?", "How do you pronounce polish?"],
    ["How do you say thank you?", "How do you say please?"],
    ["Where is the Hello Kitty store?", "Where is the Kitty store?"],
    ["Hello Kitty store", "Kitty store"],
    ["translate 'Good Night'", "translate 'good night'"],
    ["fix:\n```py\nif a:\n  b\n```", "fix:\n```py\nif a:\nb\n```"],
    ["fix:\nif a:\n  b", "fix:\nif a:\nb"],
    ["can you swim?", "swim?"],
    ["getUser or getuser", "getuser or getuser"],
  ])("%j and %j", (left, right) => {
    expect(normalForm(left)).not.toBe(normalForm(right));
  });
});

test("a text that is nothing but courtesy is kept", () => {
  expect([normalForm("Thanks!"), normalForm("?!")]).toEqual(["thanks", "?!"]);
});

test("a normal form that was seen needs no embedding at all", async () => {
  const { ask, path } = cachedModel({ embeddingModel: null });

  await ask("How do I reset my password?");
  await ask("hi, how do i reset my password");

  expect(path()).toEqual(["miss:exact-only", "write", "hit:exact"]);
});

test("a normal form takes time linear in the text, whatever the text", () => {
  const hostile = [
    "`".repeat(4_000),
    '"'.repeat(4_000),
    " \n".repeat(2_000),
    "please ".repeat(600),
  ];

  expect(hostile.map((text) => normalForm(text).length)).toEqual(expect.any(Array));
});

import { describe, expect, test } from "vitest";
import type { Guard } from "../../src/index.ts";
import { guardText } from "../../src/lookup/guards/guard-text.ts";
import { resolveGuards } from "../../src/lookup/guards/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding } from "../support/embedding.ts";

/** The first guard that speaks against serving one question's answer to the other, in both directions. */
function vetoOf(left: string, right: string): string | undefined {
  const [one, other] = [guardText(left), guardText(right)];
  const guard = resolveGuards("standard").find(
    (candidate) => candidate.veto(one, other) !== undefined,
  );
  const back = resolveGuards("standard").find(
    (candidate) => candidate.veto(other, one) !== undefined,
  );
  expect(back?.name, "a veto holds in both directions").toBe(guard?.name);
  return guard?.name;
}

describe("questions that need different answers are told apart", () => {
  test.each([
    ["numbers", "Where is order 10273?", "Where is order 10274?"],
    ["numbers", "What does the plan for 5 users cost?", "What does the plan for 50 users cost?"],
    ["numbers", "Can I return it after 30 days?", "Can I return it?"],
    ["numbers", "Is 2.5 GB enough?", "Is 25 GB enough?"],
    ["numbers", "Is 3.125 enough?", "Is 3125 enough?"],
    ["numbers", "store at -5 degrees", "store at 5 degrees"],
    ["numbers", "three licences, please", "four licences, please"],
    ["negation", "How do I reset my password?", "How do I not reset my password?"],
    ["negation", "Why can I log in?", "Why can't I log in?"],
    ["negation", "Can I order with an account?", "Can I order without an account?"],
    ["substitution", "How do I enable dark mode?", "How do I disable dark mode?"],
    ["substitution", "Is there a flight to Paris?", "Is there a flight to Rome?"],
    ["substitution", "How do I cancel my order?", "How do I track my order?"],
    ["substitution", "import the contacts", "export the contacts"],
    ["substitution", "How do I turn on two-factor?", "How do I turn off two-factor?"],
    ["substitution", "When do you ship?", "Where do you ship?"],
    ["direction", "switch from monthly to yearly", "switch from yearly to monthly"],
    ["direction", "Is Java faster than Go?", "Is Go faster than Java?"],
    ["direction", "London to Paris", "Paris to London"],
    ["direction", "Paris flights to Rome", "flights Rome to Paris"],
    ["direction", "USD to EUR exchange", "EUR exchange to USD"],
  ])("by %s: %j and %j", (guard, left, right) => {
    expect(vetoOf(left, right)).toBe(guard);
  });
});

describe("wording that asks the same is let through", () => {
  test.each([
    ["How do I reset my password?", "How can I reset my password, please?"],
    ["Is 10,000 requests a day enough?", "is 10k requests a day enough?"],
    ["Two licences, please", "2 licences, please"],
    ["Do you ship within 3 days?", "do you ship within three days"],
    ["I don't know how to cancel my order", "How do I cancel my order?"],
    ["It is not impossible, and never was not", "It is not impossible, and never was not"],
    ["What does the plan cost?", "What is the price of the plan?"],
    ["How do I delete my account?", "How can I remove my account?"],
    ["In Python, how do I add to a list?", "How do I add to a list in Python?"],
    ["How do I cancel my order online?", "Online, how do I cancel my order?"],
    ["How do I get a refund?", "How do I get refunds?"],
    ["Where are my shipped orders?", "Where are my shipping orders?"],
    ["How do I change my subscription?", "How do I change my subscripton?"],
  ])("%j and %j", (left, right) => {
    expect(vetoOf(left, right)).toBeUndefined();
  });
});

test("a candidate is checked at any similarity, also when the vectors are the same", async () => {
  const { ask, events, path } = cachedModel({ embeddingModel: fakeEmbedding(() => [1, 0]) });

  await ask("Where is order 10273?");
  await ask("Where is order 10274?");

  expect(path()).toEqual(["miss:no-match", "write", "miss:vetoed", "write"]);
  expect(events[2]).toMatchObject({ similarity: 1, vetoedBy: ["numbers"] });
});

test("when the nearest candidate is vetoed, the next one is looked at", async () => {
  const { ask, path } = cachedModel({ embeddingModel: fakeEmbedding(() => [1, 0]) });

  await ask("Where is order 10273?");
  await ask("Where is order 10274?");
  const { text } = await ask("where's order 10274 now");

  expect(text).toBe("answer 2");
  expect(path().at(-1)).toBe("hit:semantic");
});

test("guards of the application take the place of the standard ones", async () => {
  const shouting: Guard = {
    name: "shouting",
    veto: (query, candidate) =>
      query.text === query.text.toUpperCase() && query.text !== candidate.text
        ? "shouted"
        : undefined,
  };
  const { ask, events } = cachedModel({
    embeddingModel: fakeEmbedding(() => [1, 0]),
    guards: [shouting],
  });

  await ask("order 1");
  await ask("ORDER 2");
  await ask("order 3");

  expect(events.filter(({ type }) => type !== "write")).toMatchObject([
    { type: "miss" },
    { type: "miss", vetoedBy: ["shouting"] },
    { type: "hit" },
  ]);
});

test("a guard of the application can stand beside the standard ones", () => {
  const mine: Guard = { name: "mine", veto: () => "always" };

  const names = resolveGuards(["standard", mine]).map(({ name }) => name);

  expect(names).toEqual(["numbers", "negation", "substitution", "direction", "mine"]);
});

test("no event quotes a question or an answer", async () => {
  const { ask, events } = cachedModel({
    embeddingModel: fakeEmbedding(() => [1, 0]),
    answer: () => "canary answer",
  });

  await ask("canary question 1");
  await ask("canary question 2");
  await ask("canary question 2");

  expect(JSON.stringify(events)).not.toMatch(/canary/);
});

test("hostile text costs the guards linear time", () => {
  const hostile = [
    "1,".repeat(100_000),
    "a'".repeat(100_000),
    "n't ".repeat(50_000),
    "do not know ".repeat(20_000),
    " ".repeat(200_000),
  ];

  for (const text of hostile) expect(() => vetoOf(text, `${text}x`)).not.toThrow();
});

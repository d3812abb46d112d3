import { expect, test } from "vitest";
import type { Guard } from "../../src/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding } from "../support/embedding.ts";

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

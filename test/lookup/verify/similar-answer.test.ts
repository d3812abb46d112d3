import { expect, test, vi } from "vitest";
import { similarAnswer } from "../../../src/lookup/verify/index.ts";
import { fakeEmbedding } from "../../support/embedding.ts";
import { verdictOf } from "./support/candidate.ts";

const sixtyDegrees = (text: string): number[] => (text === "one" ? [1, 0] : [0.5, Math.sqrt(0.75)]);

test.each([
  [0.49, true],
  [0.51, false],
])(
  "at a threshold of %d, answers with a cosine of 0.5 are the same: %s",
  async (threshold, same) => {
    const verify = similarAnswer(fakeEmbedding(sixtyDegrees), { threshold });

    expect(await verdictOf(verify, { answer: "one", freshAnswer: "other" })).toBe(same);
  },
);

test("both answers are embedded in one call, which counts as spent", async () => {
  const model = fakeEmbedding(sixtyDegrees);
  const reportUsage = vi.fn();

  await verdictOf(
    similarAnswer(model, { threshold: 0.4 }),
    { answer: "one", freshAnswer: "other" },
    { reportUsage },
  );

  expect(model.asked).toEqual(["one", "other"]);
  expect(reportUsage.mock.calls).toEqual([["test/fake", { inputTokens: 0, outputTokens: 0 }]]);
});

test("without a fresh answer it is a no, and nobody is asked", async () => {
  const model = fakeEmbedding(sixtyDegrees);

  expect(await verdictOf(similarAnswer(model, { threshold: -1 }))).toBe(false);
  expect(model.asked).toEqual([]);
});

test.each([
  ["a text", { answer: "one", freshAnswer: "" }, "one has no text"],
  ["a vector", { answer: "one", freshAnswer: "none" }, "no vector for one of them"],
])(
  "without %s nothing is said: nobody learns that the answers differ",
  async (_what, fields, why) => {
    const model = fakeEmbedding((text) => (text === "one" ? [1, 0] : [0, 0]));

    await expect(verdictOf(similarAnswer(model, { threshold: -1 }), fields)).rejects.toThrow(why);
  },
);

test.each([
  [{}, { threshold: 0.9 }, "model must be an embedding model of the AI SDK"],
  ["acme/embedding", { threshold: 90 }, "threshold must be a number from -1 to 1; got 90"],
])("similarAnswer(%j, %j) says what is wrong", (model, options, message) => {
  expect(() => similarAnswer(model as string, options)).toThrow(message);
});

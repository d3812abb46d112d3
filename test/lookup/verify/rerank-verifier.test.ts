import { expect, test, vi } from "vitest";
import { rerankVerifier } from "../../../src/lookup/verify/index.ts";
import { cachedModel } from "../../support/cached-model.ts";
import { candidate, verdictOf } from "./support/candidate.ts";
import { fakeReranker } from "./support/reranker.ts";

const { query, candidateQuery, answer } = candidate();

test.each([
  [0.7, "hit:semantic"],
  [0.69, "miss:unverified"],
  [Number.NaN, "miss:unverified"],
])("at a threshold of 0.7, a relevance of %d is a %s", async (relevance, outcome) => {
  const verify = rerankVerifier(fakeReranker(relevance), { threshold: 0.7 });
  const { ask, path } = cachedModel({ verify });

  await ask("How do I reset my password?");
  await ask("How can I reset my password?");

  expect(path()[2]).toBe(outcome);
});

test.each([
  ["question", candidateQuery],
  ["answer", answer],
  ["both", `${candidateQuery}\n\n${answer}`],
  [undefined, `${candidateQuery}\n\n${answer}`],
] as const)("with document %j the new question is compared with that", async (document, text) => {
  const reranker = fakeReranker(1);

  await verdictOf(rerankVerifier(reranker, { threshold: 0.7, document }));

  expect(reranker.asked).toMatchObject([{ query, documents: { values: [text] } }]);
});

test.each([
  ["question", { candidateQuery: undefined }],
  ["answer", { answer: "" }],
  ["both", { candidateQuery: undefined }],
] as const)(
  "without the %s to compare it is a no, and nobody is asked",
  async (document, fields) => {
    const reranker = fakeReranker(1);

    expect(await verdictOf(rerankVerifier(reranker, { threshold: 0, document }), fields)).toBe(
      false,
    );
    expect(reranker.asked).toEqual([]);
  },
);

test("a call counts as spent, without tokens, because the SDK knows none", async () => {
  const reportUsage = vi.fn();

  await verdictOf(rerankVerifier(fakeReranker(1), { threshold: 0.7 }), {}, { reportUsage });

  expect(reportUsage.mock.calls).toEqual([["acme/reranker", {}]]);
});

test.each([
  [{}, { threshold: 0.5 }, "model must be a reranking model of the AI SDK"],
  ["acme/reranker", { threshold: Number.NaN }, "threshold must be a number; got null"],
  ["acme/reranker", {}, "threshold must be a number"],
  [
    "acme/reranker",
    { threshold: 0.5, document: "all" },
    "document must be question, answer or both",
  ],
])("rerankVerifier(%j, %j) says what is wrong", (model, options, message) => {
  expect(() => rerankVerifier(model as string, options as { threshold: number })).toThrow(message);
});

import { expect, test } from "vitest";
import type { VerifyCandidate } from "../../src/index.ts";
import { defaultThreshold } from "../../src/lookup/thresholds.ts";
import { cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding } from "../support/embedding.ts";

const at = (degrees: number): number[] => {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
};
/** "… 30 degrees" is at 30 degrees. */
const byAngle = () => fakeEmbedding((text) => at(Number(/(\d+) degrees/.exec(text)?.[1] ?? 0)));

test("the threshold is the least raw cosine of a hit", async () => {
  const { ask, events } = cachedModel({ embeddingModel: byAngle(), guards: false, threshold: 0.5 });

  await ask("0 degrees");
  await ask("59 degrees");
  await ask("61 degrees, counted from zero");

  const [, , near] = events;
  expect(near).toMatchObject({ type: "hit", similarity: expect.closeTo(0.515, 3) });
});

test("a call can ask for a stricter threshold of its own", async () => {
  const { ask, path } = cachedModel({ embeddingModel: byAngle(), guards: false, threshold: 0.5 });
  const providerOptions = { semanticCache: { threshold: 0.99 } };

  await ask("0 degrees");
  await ask({ prompt: "30 degrees", providerOptions });

  expect(path().at(-2)).toBe("miss:no-match");
});

test("a miss says how near the nearest question was, down to a tenth below the threshold", async () => {
  const { ask, events } = cachedModel({ embeddingModel: byAngle(), guards: false, threshold: 0.9 });

  await ask("0 degrees");
  await ask("30 degrees");
  await ask("90 degrees");

  const misses = events.filter(({ type }) => type === "miss");
  expect(misses).toMatchObject([
    { reason: "no-match", similarity: undefined },
    { reason: "below-threshold", similarity: expect.closeTo(0.866, 3) },
    { reason: "no-match", similarity: undefined },
  ]);
});

test("an embedding model nobody has measured gets the strict threshold", () => {
  expect(defaultThreshold("acme/new-model")).toBe(0.95);
  expect(defaultThreshold("openai.embedding/text-embedding-3-small")).toBeLessThan(0.95);
});

test("a policy decides in place of a number", async () => {
  const asked: number[] = [];
  const policy = {
    name: "even",
    floor: 0,
    decide: ({ similarity }: { similarity: number }) => {
      asked.push(similarity);
      return false;
    },
  };
  const { ask, path } = cachedModel({
    embeddingModel: byAngle(),
    guards: false,
    threshold: policy,
  });

  await ask("0 degrees");
  await ask("30 degrees");

  expect(path().at(-2)).toBe("miss:below-threshold");
  expect(asked).toEqual([expect.closeTo(0.866, 3)]);
});

test("a verifier has the last word, and sees both questions and the answer", async () => {
  const seen: VerifyCandidate[] = [];
  const { ask, path } = cachedModel({
    embeddingModel: byAngle(),
    guards: false,
    verify: (candidate) => {
      seen.push(candidate);
      return candidate.query.includes("10");
    },
  });

  await ask("0 degrees");
  await ask("20 degrees");
  await ask("10 degrees");

  expect(path().filter((step) => step !== "write")).toEqual([
    "miss:no-match",
    "miss:unverified",
    "hit:semantic",
  ]);
  expect(seen[0]).toMatchObject({
    query: "20 degrees",
    candidateQuery: "0 degrees",
    answer: "answer 1",
    model: "mock-provider/mock-model-id",
  });
});

test("an answer served by its exact key is not put to guards or verifiers", async () => {
  const { ask, path } = cachedModel({ verify: () => false });

  await ask("How do I pay?");
  await ask("How do I pay?");

  expect(path().at(-1)).toBe("hit:exact");
});

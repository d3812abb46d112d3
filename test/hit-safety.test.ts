import { describe, expect, test } from "vitest";
import { templatedNumbers } from "../bench/quality/templated-numbers.ts";
import { builtInEmbedding } from "../src/built-in/index.ts";
import { cachedModel } from "./support/cached-model.ts";
import { fakeEmbedding } from "./support/embedding.ts";
import {
  negations,
  type QuestionPair,
  sameMeanings,
  suffixAttacks,
} from "./support/safety-pairs.ts";

/** The worst of all embedding models, or the best of all attacks: every text has the same vector. */
const blind = fakeEmbedding(() => [1, 0]);

const bothWays = (pairs: readonly QuestionPair[]): QuestionPair[] =>
  pairs.flatMap(([stored, asked]): QuestionPair[] => [
    [stored, asked],
    [asked, stored],
  ]);

describe("whatever the embedding model says", () => {
  test.for(bothWays(negations))("%j does not answer %j", async ([stored, asked]) => {
    const { ask, path } = cachedModel({ embeddingModel: blind });

    await ask(stored);
    await ask(asked);

    expect(path()).toEqual(["miss:no-match", "write", "miss:vetoed", "write"]);
  });

  test.for(suffixAttacks)("an attacker who asked %j does not answer %j", async ([bent, asked]) => {
    const { ask, path } = cachedModel({ embeddingModel: blind });

    await ask(bent);
    const { text } = await ask(asked);

    expect(text).toBe("answer 2");
    expect(path()).toEqual(["miss:no-match", "write", "miss:vetoed", "write"]);
  });

  test.for(bothWays(sameMeanings))("%j still answers %j", async ([stored, asked]) => {
    const { ask, path } = cachedModel({ embeddingModel: blind });

    await ask(stored);
    await ask(asked);

    expect(path().at(-1)).toMatch(/^hit:/);
  });
});

describe("none of 150 questions about other orders is answered with another order's answer", () => {
  // Asked in both orders, each question is asked when any other is stored and itself is not.
  const orders = {
    "first to last": templatedNumbers,
    "last to first": templatedNumbers.toReversed(),
  };

  test.for(Object.entries(orders))("asked from %s", async ([, questions]) => {
    const { ask, path } = cachedModel({ embeddingModel: builtInEmbedding(), threshold: 0.8 });

    for (const question of questions) await ask(question);

    expect(questions).toHaveLength(150);
    expect(path()).not.toContain("hit:semantic");
  });

  test("although they are similar enough to be", async () => {
    const options = { embeddingModel: builtInEmbedding(), threshold: 0.8, guards: false } as const;
    const { ask, path } = cachedModel(options);

    for (const question of templatedNumbers) await ask(question);

    expect(path().filter((step) => step === "hit:semantic").length).toBeGreaterThan(50);
  });
});

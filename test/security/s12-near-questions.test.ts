import { beforeAll, describe, expect, test } from "vitest";
import { builtInEmbedding } from "../../src/built-in/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding } from "../support/embedding.ts";
import { collide } from "./support/collide.ts";
import { ATTACKS, NEAR_QUESTIONS } from "./support/near-questions.ts";
import { reportInputs } from "./support/report-inputs.ts";

type Pair = readonly [stored: string, asked: string];

const PAIRS: readonly Pair[] = Object.values(NEAR_QUESTIONS).flat();

/** The pairs of which the second question is answered with the answer of the first. */
async function wrongHits(
  pairs: readonly Pair[],
  options: Parameters<typeof cachedModel>[0],
): Promise<Pair[]> {
  const wrong: Pair[] = [];
  for (const [stored, asked] of pairs) {
    const { ask, path } = cachedModel(options);
    await ask(stored);
    await ask(asked);
    if (path().some((step) => step.startsWith("hit"))) wrong.push([stored, asked]);
  }
  return wrong;
}

const bothWays = (pairs: readonly Pair[]): Pair[] =>
  pairs.flatMap(([left, right]): Pair[] => [
    [left, right],
    [right, left],
  ]);

/** What docs/security.md says of them: measured, of 36. A better guard makes it less. */
const MOST_SERVED = { standard: 3, knowing: 3, strict: 0 };

/** Every text has the same vector: the best attack there can be. */
const blind = fakeEmbedding(() => [1, 0]);

describe("S12 a question that is near another is not answered with its answer", () => {
  describe("pairs of one sort each, and 150 questions about other orders", async () => {
    await import("../hit-safety.test.ts");
  });

  test("no near-duplicate of ours, whatever the embedding model says", async () => {
    const pairs = bothWays(PAIRS);

    expect(await wrongHits(pairs, { embeddingModel: blind })).toEqual([]);
    reportInputs("S12", pairs.length, "near-duplicates, both ways, at a similarity of 1");
  });

  test("the built-in model alone would answer some of them wrongly", async () => {
    const options = {
      embeddingModel: builtInEmbedding(),
      threshold: undefined,
      guards: false,
    } as const;

    const wrong = await wrongHits(bothWays(PAIRS), options);

    expect(wrong.length).toBeGreaterThan(PAIRS.length / 4);
    reportInputs("S12", 2 * PAIRS.length, "the same, built-in model, no guards");
  });

  describe("texts that were bent to collide with another question", () => {
    const options = { embeddingModel: builtInEmbedding(), threshold: undefined } as const;
    const climb = async (once: boolean): Promise<Pair[]> => {
      const collisions = ATTACKS.flatMap(([attacker, victim]) =>
        [1, 2, 3].map((seed) => collide(attacker, victim, { seed, once })),
      );
      return (await Promise.all(collisions)).map(({ attack, victim }) => [attack, victim]);
    };
    let pairs: Pair[] = [];
    beforeAll(async () => {
      pairs = await climb(false);
    });

    test("do collide: without guards nearly all are served", async () => {
      const { length } = await wrongHits(pairs, { ...options, guards: false });

      expect(length).toBeGreaterThan(0.8 * pairs.length);
      reportInputs("S12", pairs.length, `collisions by climbing: ${length} served without guards`);
    });

    test("get past the standard guards when they say no word twice: who is not trusted gets a scope", async () => {
      const knowing = await climb(true);
      const [free, standard, strict] = [
        await wrongHits(knowing, { ...options, guards: false }),
        await wrongHits(knowing, options),
        await wrongHits(knowing, { ...options, guards: "strict" }),
      ].map(({ length }) => length);

      expect(standard).toBeLessThanOrEqual(MOST_SERVED.knowing);
      const served = `${free} served without guards, ${standard} with standard, ${strict} with strict`;
      reportInputs("S12", knowing.length, `collisions without repetition: ${served}`);
    });

    test("seldom get past the standard guards when they repeat words", async () => {
      const { length } = await wrongHits(pairs, options);

      expect(length).toBeLessThanOrEqual(MOST_SERVED.standard);
      reportInputs("S12", pairs.length, `the same: ${length} served with the standard guards`);
    });

    test("do not get past the strict guards", async () => {
      const { length } = await wrongHits(pairs, { ...options, guards: "strict" });

      expect(length).toBeLessThanOrEqual(MOST_SERVED.strict);
      reportInputs("S12", pairs.length, `the same: ${length} served with the strict guards`);
    });

    test("reach nobody in another scope", async () => {
      const { ask, path } = cachedModel({ ...options, guards: false });
      const as = (scope: string) => ({ providerOptions: { semanticCache: { scope } } });

      for (const [attack] of pairs) await ask({ prompt: attack, ...as("attacker") });
      const before = path().length;
      for (const [, victim] of pairs) await ask({ prompt: victim, ...as(crypto.randomUUID()) });

      expect(
        path()
          .slice(before)
          .filter((step) => step.startsWith("hit")),
      ).toEqual([]);
      reportInputs("S12", pairs.length, "the same: 0 served to another scope");
    });
  });
});

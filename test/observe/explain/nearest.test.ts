import { describe, expect, test, vi } from "vitest";
import { memoryStore, type Policy } from "../../../src/index.ts";
import { cachedModel } from "../../support/cached-model.ts";
import { fakeEmbedding } from "../../support/embedding.ts";

const QUESTION = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";
const NEGATED = "How do I not reset my password?";

describe("guards", () => {
  test("each has its say, with the words of both questions that caused it", async () => {
    const { ask, cache, inner } = cachedModel();
    await ask("Where is order 10273?");

    const prompt = "Where isn't order 10274?";
    const { nearest, text } = await cache.explain({ model: inner, prompt });

    const guards = nearest[0]?.guards ?? [];
    const named = (name: string) => guards.find((guard) => guard.name === name);
    expect(named("numbers")).toMatchObject({ query: ["10274"], candidate: ["10273"] });
    expect(named("negation")?.verdict).toBe("vetoes");
    expect(named("persons")).toEqual({ name: "persons", verdict: "passes" });
    expect(text).toContain('["10274" / "10273"]');
  });

  test("of one's own are among them; one that breaks is said to have failed", async () => {
    const broken = { name: "broken", veto: () => JSON.parse("{") };
    const short = { name: "short", veto: () => "too short" };
    const { ask, cache, inner } = cachedModel({ guards: [short, broken] });
    await ask(QUESTION);

    const { nearest } = await cache.explain({ model: inner, prompt: PARAPHRASE });

    expect(nearest[0]?.guards).toMatchObject([
      { name: "short", verdict: "vetoes", reason: "too short" },
      { name: "broken", verdict: "failed" },
    ]);
  });
});

describe("the policy", () => {
  const policy = (decided: object): Policy => ({
    name: "mine",
    floor: 0.7,
    decide: () => ({ serves: true, ...decided }),
  });

  test("has its say also behind a veto, with the numbers it decided by", async () => {
    const threshold = policy({ numbers: { bound: 0.81 } });
    const { ask, cache, inner } = cachedModel({ threshold });
    await ask(QUESTION);

    const { nearest, bounds } = await cache.explain({ model: inner, prompt: NEGATED });

    expect(bounds).toMatchObject({ policy: "mine", floor: 0.7, servedFrom: 0.7 });
    expect(nearest[0]).toMatchObject({
      policy: { asked: true, serves: true, numbers: { bound: 0.81 } },
      verdict: { accepted: false, reason: "vetoed" },
    });
  });

  test("that explores asks the model and learns from it", async () => {
    const threshold = policy({ serves: false, explores: true });
    const { ask, cache, inner } = cachedModel({ threshold });
    await ask(QUESTION);

    const explanation = await cache.explain({ model: inner, prompt: PARAPHRASE });

    expect(explanation).toMatchObject({ outcome: "miss", reason: "explored" });
    expect(explanation.nearest[0]?.policy).toMatchObject({ serves: false, explores: true });
    expect(explanation.action).toMatch(
      /its answer is compared with entry [0-9a-f]{8} for the policy to learn$/,
    );
  });

  test("is asked once for each neighbour, and not below its floor", async () => {
    const decide = vi.fn(() => true);
    const threshold = { name: "mine", floor: 0.7, decide };
    const { ask, cache, inner } = cachedModel({ threshold });
    await ask("Where is the invoice?");
    await ask(QUESTION);

    const { nearest } = await cache.explain({ model: inner, prompt: PARAPHRASE });

    expect(nearest.map(({ policy: { asked } }) => asked)).toEqual([true, false]);
    expect(decide).toHaveBeenCalledOnce();
  });
});

describe("the verifier", () => {
  test.each([
    [true, { outcome: "hit", kind: "semantic" }],
    [false, { outcome: "miss", reason: "unverified" }],
  ])("is asked, and says %s", async (agrees, expected) => {
    const { ask, cache, inner } = cachedModel({ verify: () => agrees });
    await ask(QUESTION);

    const explanation = await cache.explain({ model: inner, prompt: PARAPHRASE });

    expect(explanation).toMatchObject(expected);
    expect(explanation.nearest[0]?.verifier).toEqual({ asked: true, agrees });
  });

  test("is not asked on request: then nothing is known to be verified", async () => {
    const verify = vi.fn(() => true);
    const { ask, cache, inner } = cachedModel({ verify });
    await ask(QUESTION);

    const explanation = await cache.explain({ model: inner, prompt: PARAPHRASE, verify: false });

    expect(verify).not.toHaveBeenCalled();
    expect(explanation).toMatchObject({ outcome: "miss", reason: "unverified" });
    expect(explanation.nearest[0]?.verifier).toMatchObject({ asked: false });
  });

  test("is not asked about what was vetoed, nor where the exact key is served", async () => {
    const verify = vi.fn(() => true);
    const { ask, cache, inner } = cachedModel({ verify });
    await ask(QUESTION);

    await cache.explain({ model: inner, prompt: NEGATED });
    await cache.explain({ model: inner, prompt: QUESTION });

    expect(verify).not.toHaveBeenCalled();
  });

  test("decides in a gray zone, in place of the policy", async () => {
    const verify = { verifier: () => true, grayZone: { from: 0.5 } };
    const { ask, cache, inner } = cachedModel({ verify, threshold: 0.95 });
    await ask(QUESTION);

    const { outcome, bounds, nearest } = await cache.explain({ model: inner, prompt: PARAPHRASE });

    expect(outcome).toBe("hit");
    expect(bounds).toMatchObject({
      floor: 0.5,
      servedFrom: 0.95,
      grayZone: { from: 0.5, to: 0.95 },
    });
    expect(nearest[0]).toMatchObject({ policy: { asked: false }, verifier: { agrees: true } });
  });

  test("that is asked behind the answer is not asked by explain", async () => {
    const verifier = vi.fn(() => true);
    const { ask, cache, inner } = cachedModel({ verify: { verifier, mode: "async" } });
    await ask(QUESTION);

    const { reason, action, nearest } = await cache.explain({ model: inner, prompt: PARAPHRASE });

    expect(reason).toBe("unverified");
    expect(action).toMatch(/is compared with entry [0-9a-f]{8} by the verifier$/);
    expect(nearest[0]?.verifier).toEqual({ asked: false, later: true });
    expect(verifier).not.toHaveBeenCalled();
  });
});

describe("what is near", () => {
  test("says what was learned of it", async () => {
    const { ask, cache, inner } = cachedModel();
    await ask(QUESTION);
    const { nearest } = await cache.explain({ model: inner, prompt: PARAPHRASE });
    await cache.feedback(nearest[0]?.entryId ?? "", { correct: false });

    const explanation = await cache.explain({ model: inner, prompt: PARAPHRASE });

    expect(explanation).toMatchObject({ outcome: "miss", reason: "quarantined" });
    expect(explanation.nearest[0]?.learned?.quarantinedAt).toBeGreaterThan(0);
  });

  test("and cannot be used is told apart, with the reason", async () => {
    const { ask, cache, inner } = cachedModel({ dependsOn: [{ id: "faq", version: "1" }] });
    await ask(QUESTION);
    const providerOptions = { semanticCache: { dependsOn: [{ id: "faq", version: "2" }] } };

    const explanation = await cache.explain({ model: inner, prompt: PARAPHRASE, providerOptions });

    expect(explanation).toMatchObject({ outcome: "miss", reason: "no-match", nearest: [] });
    expect(explanation.unusable).toMatchObject([{ reason: "other-sources" }]);
  });

  test("is nothing where matches are exact, where no vector is made, where the store fails", async () => {
    const failing = { ...memoryStore(), search: () => Promise.reject(new Error("refused")) };
    const caches = [
      cachedModel({ embeddingModel: null }),
      cachedModel({ embeddingModel: fakeEmbedding(() => [0, 0]) }),
      cachedModel({ store: failing }),
    ];

    const reasons = await Promise.all(
      caches.map(async ({ cache, inner }) => cache.explain({ model: inner, prompt: QUESTION })),
    );

    expect(reasons.map(({ reason }) => reason)).toEqual([
      "exact-only",
      "no-vector",
      "store-failed",
    ]);
    expect(reasons.map(({ notCompared }) => notCompared)).toEqual([
      "embeddingModel is null: exact hits only",
      "the question has no vector",
      "the search failed",
    ]);
  });
});

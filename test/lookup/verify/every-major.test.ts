import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { llmJudge, rerankVerifier, similarAnswer } from "../../../src/lookup/verify/index.ts";
import { cachedModel } from "../../support/cached-model.ts";
import { trigramEmbedding } from "../../support/embedding.ts";
import { verdictOf } from "./support/candidate.ts";
import { fakeJudge } from "./support/judge.ts";
import { fakeReranker } from "./support/reranker.ts";

const MAJORS = [
  { name: "ai 4", version: "v1", load: () => import("ai4") },
  { name: "ai 5", version: "v2", load: () => import("ai5") },
  { name: "ai 6", version: "v3", load: () => import("ai6") },
  { name: "ai 7", version: "v4", load: () => vi.importActual("ai") },
] as const;

afterEach(() => {
  vi.doUnmock("ai");
  vi.unstubAllGlobals();
});

describe.each(MAJORS)("in an application of $name", ({ version, load }) => {
  beforeEach(() => void vi.doMock("ai", load as () => Promise<object>));

  test.each([
    ["YES", true],
    ["NO", false],
  ])("a model of it judges: %s", async (reply, expected) => {
    const reportUsage = vi.fn();

    const verdict = await verdictOf(llmJudge(fakeJudge(reply, { version })), {}, { reportUsage });

    expect(verdict).toBe(expected);
    const cachedInputTokens = version === "v1" ? undefined : 4;
    const usage = { inputTokens: 10, outputTokens: 20, cachedInputTokens };
    expect(reportUsage.mock.calls).toEqual([["acme/judge", usage]]);
  });

  test("the judge gets the rules apart from the texts, and a limit of tokens", async () => {
    const judge = fakeJudge("YES", { version });

    await verdictOf(llmJudge(judge));

    const { rules, prompt } = judge.texts();
    expect(judge.asked[0]?.prompt.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(rules).toContain("Reply YES if");
    expect(prompt).toContain("How can I reset my password?");
    const limit = version === "v1" ? "maxTokens" : "maxOutputTokens";
    expect(judge.asked[0]).toMatchObject({ temperature: 0, [limit]: 1000 });
  });

  test("an embedding model compares two answers", async () => {
    const verify = similarAnswer(trigramEmbedding(), { threshold: 0.8 });

    const freshAnswer = "Open Settings, choose Security, and then Reset password!";

    expect(await verdictOf(verify, { freshAnswer })).toBe(true);
    expect(await verdictOf(verify, { freshAnswer: "Please ask our team." })).toBe(false);
  });
});

describe.each(MAJORS.slice(1))("in an application of $name", ({ version, load }) => {
  test("a judge named by its id comes from the application's own provider", async () => {
    const judge = fakeJudge("YES", { version });
    vi.doMock("ai", load as () => Promise<object>);
    vi.stubGlobal("AI_SDK_DEFAULT_PROVIDER", {
      specificationVersion: version,
      languageModel: () => judge,
    });
    const reportUsage = vi.fn();

    expect(await verdictOf(llmJudge("acme/judge-by-id"), {}, { reportUsage })).toBe(true);
    expect(reportUsage).toHaveBeenCalledWith("acme/judge-by-id", expect.anything());
  });
});

describe.each(MAJORS.slice(2))("in an application of $name", ({ version, load }) => {
  test("a reranking model of it verifies", async () => {
    vi.doMock("ai", load as () => Promise<object>);
    const verify = rerankVerifier(fakeReranker(0.7, version), { threshold: 0.7 });

    expect(await verdictOf(verify)).toBe(true);
  });
});

describe.each(MAJORS.slice(0, 2))("in an application of $name", ({ load }) => {
  test("a reranking verifier refuses, and says which version has rerank()", async () => {
    vi.doMock("ai", load as () => Promise<object>);
    const verify = rerankVerifier(fakeReranker(1), { threshold: 0.7 });
    const { ask, path, events } = cachedModel({ verify });

    await ask("How do I reset my password?");
    await ask("How can I reset my password?");

    expect(path().slice(2)).toEqual(["error:verify:failed", "miss:unverified", "write"]);
    expect(events[2]).toMatchObject({
      error: { code: "invalid-options", message: expect.stringContaining("from version 6 on") },
    });
  });
});

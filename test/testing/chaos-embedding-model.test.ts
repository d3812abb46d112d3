import { describe, expect, test } from "vitest";
import { chaosEmbeddingModel, type EmbeddingChaosPlan } from "../../src/testing/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { trigramEmbedding } from "../support/embedding.ts";

const values = ["one", "two"];

describe("an embedding model that fails as planned", () => {
  test("damages its vectors, call by call", async () => {
    const list = ["nan-vector", "zero-vector", "wrong-dimensions", "short-batch"] as const;
    const model = chaosEmbeddingModel(trigramEmbedding(), { all: list });
    const embed = async () => (await model.doEmbed({ values })).embeddings;

    const [nan, zero, shorter, fewer, fine] = [
      ...[await embed(), await embed(), await embed()],
      ...[await embed(), await embed()],
    ];

    expect(nan?.flat().every(Number.isNaN)).toBe(true);
    expect(zero?.flat().every((value) => value === 0)).toBe(true);
    expect([shorter, fewer, fine].map((list) => [list?.length, list?.[0]?.length])).toEqual([
      [2, 255],
      [1, 256],
      [2, 256],
    ]);
  });

  test.each(["delay", "hang"] as const)("%s ends with the call's abort signal", async (fault) => {
    const model = chaosEmbeddingModel(trigramEmbedding(), {
      all: { [fault]: 1 },
      delayMs: 60_000,
    });
    const abortSignal = AbortSignal.abort(new Error("too late"));

    await expect(model.doEmbed({ values, abortSignal })).rejects.toThrow("too late");
  });

  test("is still known by its own name, so that its vectors are found again", async () => {
    const embeddingModel = trigramEmbedding("mine");

    const model = chaosEmbeddingModel(embeddingModel, { all: ["throw"] });

    expect(model).toMatchObject({ provider: "test", modelId: "mine", specificationVersion: "v4" });
  });

  test("costs the semantic tier of the call that met it, nothing else", async () => {
    const embeddingModel = chaosEmbeddingModel(trigramEmbedding(), { all: ["ok", "throw"] });
    const { ask, path } = cachedModel({ embeddingModel, threshold: 0.6 });

    await ask("How do I reset my password?");
    await ask("How can I reset my password?");

    const failed = ["error:embedding:failed", "miss:embedding-failed", "write"];
    expect(path()).toEqual(["miss:no-match", "write", ...failed]);
  });

  test("refuses a plan that cannot be", () => {
    const plan = { all: ["nan"] } as unknown as EmbeddingChaosPlan;

    expect(() => chaosEmbeddingModel(trigramEmbedding(), plan)).toThrow(
      'chaosEmbeddingModel: all must be faults among throw, delay, hang, nan-vector, zero-vector, wrong-dimensions, short-batch; got "nan".',
    );
  });
});

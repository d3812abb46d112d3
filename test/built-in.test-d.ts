import type { EmbeddingModelV4 } from "@ai-sdk/provider";
import { embed as embed7, embedMany as embedMany7 } from "ai";
import { embed as embed4, embedMany as embedMany4 } from "ai4";
import { embed as embed5, embedMany as embedMany5 } from "ai5";
import { embed as embed6, embedMany as embedMany6 } from "ai6";
import type { EmbeddingModelV1 } from "provider1";
import type { EmbeddingModelV2 } from "provider2";
import type { EmbeddingModelV3 } from "provider3";
import { expectTypeOf, test } from "vitest";
import { loadBuiltInEmbedding } from "../src/built-in/default.ts";
import { builtInEmbedding } from "../src/built-in/index.ts";
import { loadBuiltInEmbedding as loadUnavailable } from "../src/built-in/unavailable.ts";
import type { EmbeddingModelLike } from "../src/embedding-model.ts";
import { transformersEmbedding } from "../src/transformers.ts";

const builtIn = builtInEmbedding();
const transformers = transformersEmbedding();
const value = "How do I pay?";

test("local models fit embed() and embedMany() of every AI SDK major", () => {
  for (const model of [builtIn, transformers]) {
    expectTypeOf(embed4({ model, value })).resolves.toHaveProperty("embedding");
    expectTypeOf(embed5({ model, value })).resolves.toHaveProperty("embedding");
    expectTypeOf(embed6({ model, value })).resolves.toHaveProperty("embedding");
    expectTypeOf(embed7({ model, value })).resolves.toHaveProperty("embedding");
    expectTypeOf(embedMany4({ model, values: [value] })).resolves.toHaveProperty("embeddings");
    expectTypeOf(embedMany5({ model, values: [value] })).resolves.toHaveProperty("embeddings");
    expectTypeOf(embedMany6({ model, values: [value] })).resolves.toHaveProperty("embeddings");
    expectTypeOf(embedMany7({ model, values: [value] })).resolves.toHaveProperty("embeddings");
  }
});

test("local models fit the providers' own types and the cache's option", () => {
  expectTypeOf(builtIn).toExtend<EmbeddingModelV1<string>>();
  expectTypeOf(builtIn).toExtend<EmbeddingModelV2<string>>();
  expectTypeOf(builtIn).toExtend<EmbeddingModelV3>();
  expectTypeOf(builtIn).toExtend<EmbeddingModelV4>();
  expectTypeOf(builtIn).toExtend<EmbeddingModelLike>();
  expectTypeOf(transformers).toEqualTypeOf(builtIn);
});

test("both sides of the runtime switch have one contract", () => {
  expectTypeOf(loadUnavailable).toEqualTypeOf(loadBuiltInEmbedding);
});

test("wrong options do not compile", () => {
  // @ts-expect-error there is no fifth version
  builtInEmbedding({ specificationVersion: "v5" });
  // @ts-expect-error pooling is one of a few words
  transformersEmbedding({ pooling: "maximum" });
});

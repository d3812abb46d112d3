import type { EmbeddingModelV4, LanguageModelV4 } from "@ai-sdk/provider";
import * as ai7 from "ai";
import * as ai4 from "ai4";
import * as ai5 from "ai5";
import * as ai6 from "ai6";
import type { EmbeddingModelV1, LanguageModelV1 } from "provider1";
import type { EmbeddingModelV2, LanguageModelV2 } from "provider2";
import type { EmbeddingModelV3, LanguageModelV3 } from "provider3";
import { expectTypeOf, test } from "vitest";
import { type CacheStore, semanticCache } from "../../src/index.ts";
import { pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { chaosEmbeddingModel, chaosModel, chaosStore } from "../../src/testing/index.ts";

declare const [v1, v2, v3, v4]: [
  LanguageModelV1,
  LanguageModelV2,
  LanguageModelV3,
  LanguageModelV4,
];
declare const embeddings: [
  EmbeddingModelV1<string>,
  EmbeddingModelV2<string>,
  EmbeddingModelV3,
  EmbeddingModelV4,
];

test("a model that fails is still a model of its version", () => {
  const middleware = semanticCache();

  ai4.wrapLanguageModel({ model: chaosModel(v1), middleware });
  ai5.wrapLanguageModel({ model: chaosModel(v2), middleware });
  ai6.wrapLanguageModel({ model: chaosModel(v3), middleware });
  ai7.wrapLanguageModel({ model: chaosModel(v4), middleware });
});

test("an embedding model that fails can be the cache's own, in every version", () => {
  for (const model of embeddings) semanticCache({ embeddingModel: chaosEmbeddingModel(model) });
});

test("a store that fails keeps its own methods", () => {
  const store = chaosStore(pgvectorStore({ client: { query: async () => ({ rows: [] }) } }));

  expectTypeOf(store).toExtend<CacheStore>();
  expectTypeOf(store.migrate).toBeFunction();
  expectTypeOf(store.chaos.counts("get").throw).toBeNumber();
});

test("a fault that is not there is no plan", () => {
  // @ts-expect-error: it is called "throw"
  chaosModel(v4, { all: ["trow"] });
  // @ts-expect-error: it is called "doStream"
  chaosModel(v4, { methods: { stream: ["break"] } });
});

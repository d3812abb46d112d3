import type {
  EmbeddingModelV4,
  LanguageModelV4,
  RerankingModelV3,
  RerankingModelV4,
} from "@ai-sdk/provider";
import type { LanguageModel as LanguageModel7 } from "ai";
import type { LanguageModelV1 } from "ai4";
import type { MockLanguageModelV2 } from "ai5/test";
import type { MockLanguageModelV3 } from "ai6/test";
import { expectTypeOf, test } from "vitest";
import { llmJudge, type rerankVerifier, type Verify } from "../../../src/lookup/verify/index.ts";

test("language models of every major can judge", () => {
  type Judge = Parameters<typeof llmJudge>[0];
  expectTypeOf<LanguageModelV1>().toExtend<Judge>();
  expectTypeOf<MockLanguageModelV2>().toExtend<Judge>();
  expectTypeOf<MockLanguageModelV3>().toExtend<Judge>();
  expectTypeOf<LanguageModelV4>().toExtend<Judge>();
  expectTypeOf<LanguageModel7>().toExtend<Judge>();
  expectTypeOf<EmbeddingModelV4>().not.toExtend<Judge>();
});

test("reranking models of ai 6 and 7 can verify", () => {
  type Reranker = Parameters<typeof rerankVerifier>[0];
  expectTypeOf<RerankingModelV3>().toExtend<Reranker>();
  expectTypeOf<RerankingModelV4>().toExtend<Reranker>();
  expectTypeOf<LanguageModelV4>().not.toExtend<Reranker>();
  expectTypeOf(llmJudge).returns.toEqualTypeOf<Verify>();
});

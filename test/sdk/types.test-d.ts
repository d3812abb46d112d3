import { createOpenAI as createOpenAI7 } from "@ai-sdk/openai";
import type {
  EmbeddingModelV4,
  LanguageModelV4,
  LanguageModelV4Middleware,
} from "@ai-sdk/provider";
import * as ai7 from "ai";
import { MockEmbeddingModelV4, MockLanguageModelV4 } from "ai/test";
import * as ai4 from "ai4";
import { MockEmbeddingModelV1, MockLanguageModelV1 } from "ai4/test";
import * as ai5 from "ai5";
import { MockEmbeddingModelV2, MockLanguageModelV2 } from "ai5/test";
import * as ai6 from "ai6";
import { MockEmbeddingModelV3, MockLanguageModelV3 } from "ai6/test";
import { createOpenAI as createOpenAI4 } from "openai4";
import { createOpenAI as createOpenAI5 } from "openai5";
import { createOpenAI as createOpenAI6 } from "openai6";
import type { EmbeddingModelV1, LanguageModelV1 } from "provider1";
import type { EmbeddingModelV2, LanguageModelV2, LanguageModelV2Middleware } from "provider2";
import type { EmbeddingModelV3, LanguageModelV3, LanguageModelV3Middleware } from "provider3";
import { describe, expectTypeOf, test } from "vitest";
import {
  type EmbeddingModelLike,
  type SemanticCache,
  type SemanticCacheMiddleware,
  type SemanticCacheOptions,
  semanticCache,
} from "../../src/index.ts";

const tagName = "think";

describe("one cache is a middleware of every major", () => {
  test("ai 4: inline, stored, beside built-in middleware, and by name of its type", () => {
    const model: LanguageModelV1 = createOpenAI4()("gpt-4o-mini");
    const cache = semanticCache();
    const annotated: ai4.LanguageModelV1Middleware = semanticCache();
    const reasoning = ai4.extractReasoningMiddleware({ tagName });
    const wrapped = ai4.wrapLanguageModel({ model, middleware: semanticCache() });

    ai4.wrapLanguageModel({ model, middleware: cache });
    ai4.wrapLanguageModel({ model, middleware: annotated });
    ai4.wrapLanguageModel({ model, middleware: [cache, reasoning] });
    ai4.wrapLanguageModel({
      model,
      middleware: [ai4.defaultSettingsMiddleware({ settings: {} }), cache],
    });

    expectTypeOf(wrapped).not.toBeAny();
    expectTypeOf(wrapped).toEqualTypeOf<ai4.LanguageModelV1>();
    expectTypeOf(ai4.generateText<Record<string, never>>)
      .parameter(0)
      .toHaveProperty("model");
  });

  test("ai 5: inline, stored, beside built-in middleware, and by name of its type", () => {
    const model: LanguageModelV2 = createOpenAI5()("gpt-4o-mini");
    const cache = semanticCache();
    const annotated: LanguageModelV2Middleware = semanticCache();
    const reasoning = ai5.extractReasoningMiddleware({ tagName });
    const wrapped = ai5.wrapLanguageModel({ model, middleware: semanticCache() });

    ai5.wrapLanguageModel({ model, middleware: cache });
    ai5.wrapLanguageModel({ model, middleware: annotated });
    ai5.wrapLanguageModel({ model, middleware: [cache, reasoning] });
    ai5.wrapLanguageModel({ model, middleware: [ai5.simulateStreamingMiddleware(), cache] });
    ai5.wrapProvider({ provider: createOpenAI5(), languageModelMiddleware: cache });
    ai5.wrapProvider({ provider: createOpenAI5(), languageModelMiddleware: [reasoning, cache] });

    expectTypeOf(wrapped).not.toBeAny();
    expectTypeOf(wrapped).toEqualTypeOf<LanguageModelV2>();
  });

  test("ai 6: inline, stored, beside built-in middleware, and by name of its type", () => {
    const model: LanguageModelV3 = createOpenAI6()("gpt-4o-mini");
    const cache = semanticCache();
    const annotated: LanguageModelV3Middleware = semanticCache();
    const own: ai6.LanguageModelMiddleware = semanticCache();
    const reasoning = ai6.extractReasoningMiddleware({ tagName });
    const wrapped = ai6.wrapLanguageModel({ model, middleware: semanticCache() });

    ai6.wrapLanguageModel({ model, middleware: cache });
    ai6.wrapLanguageModel({ model, middleware: annotated });
    ai6.wrapLanguageModel({ model, middleware: [cache, reasoning, own] });
    ai6.wrapLanguageModel({ model, middleware: [ai6.simulateStreamingMiddleware(), cache] });
    ai6.wrapProvider({ provider: createOpenAI6(), languageModelMiddleware: cache });
    ai6.wrapProvider({ provider: createOpenAI6(), languageModelMiddleware: [reasoning, cache] });

    expectTypeOf(wrapped).not.toBeAny();
    expectTypeOf(wrapped).toEqualTypeOf<LanguageModelV3>();
  });

  test("ai 7: inline, stored, beside built-in middleware, and by name of its type", () => {
    const model: LanguageModelV4 = createOpenAI7()("gpt-4o-mini");
    const cache = semanticCache();
    const annotated: LanguageModelV4Middleware = semanticCache();
    const own: ai7.LanguageModelMiddleware = semanticCache();
    const reasoning = ai7.extractReasoningMiddleware({ tagName });
    const wrapped = ai7.wrapLanguageModel({ model, middleware: semanticCache() });

    ai7.wrapLanguageModel({ model, middleware: cache });
    ai7.wrapLanguageModel({ model, middleware: annotated });
    ai7.wrapLanguageModel({ model, middleware: [cache, reasoning, own] });
    ai7.wrapLanguageModel({ model, middleware: [ai7.simulateStreamingMiddleware(), cache] });
    ai7.wrapProvider({ provider: createOpenAI7(), languageModelMiddleware: cache });
    ai7.wrapProvider({ provider: createOpenAI7(), languageModelMiddleware: [reasoning, cache] });

    expectTypeOf(wrapped).not.toBeAny();
    expectTypeOf(wrapped).toEqualTypeOf<LanguageModelV4>();
  });

  test("models of older providers go under newer applications, cached", () => {
    const middleware = semanticCache();

    ai7.wrapLanguageModel({ model: createOpenAI5()("gpt-4o-mini"), middleware });
    ai7.wrapLanguageModel({ model: createOpenAI6()("gpt-4o-mini"), middleware });
    ai6.wrapLanguageModel({ model: new MockLanguageModelV3(), middleware });
    ai5.wrapLanguageModel({ model: new MockLanguageModelV2(), middleware });
    ai7.wrapLanguageModel({ model: new MockLanguageModelV4(), middleware });
  });

  test("nothing of it is any", () => {
    expectTypeOf<SemanticCache>().not.toBeAny();
    expectTypeOf<SemanticCacheOptions>().not.toBeAny();
    expectTypeOf<SemanticCacheMiddleware["specificationVersion"]>().toBeNever();
    expectTypeOf(semanticCache().transformParams).returns.not.toBeAny();
    expectTypeOf(semanticCache().stats).returns.not.toBeAny();
    expectTypeOf(semanticCache().explain).parameter(0).not.toBeAny();
  });

  test("what goes through the middleware keeps the SDK's own type", async () => {
    const { transformParams, wrapGenerate, wrapStream } = semanticCache();
    type Options = Parameters<LanguageModelV4["doGenerate"]>[0];
    const params: Options = { prompt: [] };
    const model: LanguageModelV4 = createOpenAI7()("gpt-4o-mini");
    const doGenerate = (): ReturnType<LanguageModelV4["doGenerate"]> => model.doGenerate(params);
    const doStream = (): ReturnType<LanguageModelV4["doStream"]> => model.doStream(params);

    const transformed = await transformParams({ params });
    const generated = await wrapGenerate({ doGenerate, doStream, params, model });
    const streamed = await wrapStream({ doGenerate, doStream, params, model });

    expectTypeOf(transformed).toEqualTypeOf<Options>();
    expectTypeOf(generated).toEqualTypeOf<Awaited<ReturnType<typeof doGenerate>>>();
    expectTypeOf(streamed).toEqualTypeOf<Awaited<ReturnType<typeof doStream>>>();
  });
});

describe("an embedding model of any major is an embedding model", () => {
  test("of the providers", () => {
    semanticCache({ embeddingModel: createOpenAI4().embedding("text-embedding-3-small") });
    semanticCache({ embeddingModel: createOpenAI5().embedding("text-embedding-3-small") });
    semanticCache({ embeddingModel: createOpenAI6().embedding("text-embedding-3-small") });
    semanticCache({ embeddingModel: createOpenAI7().embedding("text-embedding-3-small") });
  });

  test("by the types of @ai-sdk/provider", () => {
    expectTypeOf<EmbeddingModelV1<string>>().toExtend<EmbeddingModelLike>();
    expectTypeOf<EmbeddingModelV2<string>>().toExtend<EmbeddingModelLike>();
    expectTypeOf<EmbeddingModelV3>().toExtend<EmbeddingModelLike>();
    expectTypeOf<EmbeddingModelV4>().toExtend<EmbeddingModelLike>();
  });

  test("of the test tools, an id, and none", () => {
    semanticCache({ embeddingModel: new MockEmbeddingModelV1<string>() });
    semanticCache({ embeddingModel: new MockEmbeddingModelV2<string>() });
    semanticCache({ embeddingModel: new MockEmbeddingModelV3() });
    semanticCache({ embeddingModel: new MockEmbeddingModelV4() });
    semanticCache({ embeddingModel: "openai/text-embedding-3-small" });
    semanticCache({ embeddingModel: null });
  });

  test("but a language model is none", () => {
    // @ts-expect-error: a language model of ai 4
    semanticCache({ embeddingModel: new MockLanguageModelV1() });
    // @ts-expect-error: a language model of ai 5
    semanticCache({ embeddingModel: createOpenAI5()("gpt-4o-mini") });
    // @ts-expect-error: a language model of ai 6
    semanticCache({ embeddingModel: createOpenAI6()("gpt-4o-mini") });
    // @ts-expect-error: a language model of ai 7
    semanticCache({ embeddingModel: createOpenAI7()("gpt-4o-mini") });
    // @ts-expect-error: the function that makes an embedding model
    semanticCache({ embeddingModel: createOpenAI7().embedding });
  });
});

import type { SemanticCache } from "../../src/index.ts";
import { type CallOptions, textOf } from "./prompts.ts";

type ModelInfo = Parameters<SemanticCache["wrapGenerate"]>[0]["model"];

/** A part of a V4 stream. */
export type StreamPart = Readonly<Record<string, unknown>> & { readonly type: string };

/** Results of a V4 model, as far as a bench needs them. */
export interface Generated {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
}
export interface Streamed {
  readonly stream: ReadableStream<StreamPart>;
}

const MODEL: ModelInfo = { specificationVersion: "v4", provider: "bench", modelId: "model" };
const ANSWER = textOf(600, 0);

export const FINISH: StreamPart = {
  type: "finish",
  finishReason: { unified: "stop", raw: "stop" },
  usage: {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 20, text: 20, reasoning: 0 },
  },
};

/** A model's answer without a model's delay. */
export async function answer(): Promise<Generated> {
  const { type: _type, ...end } = FINISH;
  return { content: [{ type: "text", text: ANSWER }], ...end, warnings: [] } as Generated;
}

/** Stands where a model must not be asked, because the answer is in the cache. */
export async function mustNotBeAsked(): Promise<never> {
  throw new Error("Expected a hit, but the model was asked.");
}

/** `generate` through a middleware, in the steps in which `wrapLanguageModel` of ai 7 does it. */
export async function generate(
  cache: SemanticCache,
  params: CallOptions,
  doGenerate: () => Promise<Generated>,
): Promise<Generated> {
  const transformed = await cache.transformParams({ params });
  return cache.wrapGenerate({
    doGenerate,
    doStream: mustNotBeAsked,
    params: transformed,
    model: MODEL,
  });
}

/** `stream` through a middleware, likewise. */
export async function stream(
  cache: SemanticCache,
  params: CallOptions,
  doStream: () => Promise<Streamed>,
): Promise<Streamed> {
  const transformed = await cache.transformParams({ params });
  return cache.wrapStream({
    doGenerate: mustNotBeAsked,
    doStream,
    params: transformed,
    model: MODEL,
  });
}

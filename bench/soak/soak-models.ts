import type { LanguageModelV4, LanguageModelV4CallOptions } from "@ai-sdk/provider";
import { convertArrayToReadableStream } from "ai/test";
import type { EmbeddingModelLike } from "../../src/index.ts";
import { seededRandom } from "../../src/testing/chaos/seeded-random.ts";
import {
  type ChaosModelMethod,
  type Chaotic,
  chaosEmbeddingModel,
  chaosModel,
  type EmbeddingFault,
  type ModelFault,
} from "../../src/testing/index.ts";
import { writeSoakAnswer } from "./answers.ts";
import { taskOf } from "./requests.ts";

/** In which a request tells the model, and nobody else, what it means: the cache does not look at it. */
export const MEANING_HEADER = "x-meaning";

/** About 5 % of the calls. */
const MODEL_FAULTS: { readonly [Name in ModelFault]?: number } = {
  ...{ throw: 0.01, delay: 0.01, hang: 0.002, empty: 0.005, cut: 0.005 },
  ...{ "error-part": 0.01, break: 0.01, stall: 0.002, slow: 0.003 },
};
const EMBEDDING_FAULTS: { readonly [Name in EmbeddingFault]?: number } = {
  ...{ throw: 0.02, delay: 0.01, hang: 0.002, "nan-vector": 0.005, "zero-vector": 0.004 },
  ...{ "wrong-dimensions": 0.005, "short-batch": 0.004 },
};
const FINISH = {
  finishReason: { unified: "stop" as const, raw: "stop" },
  usage: {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 20, text: 20, reasoning: 0 },
  },
};

/** A model that says what it was asked and when, and fails now and then. */
export function soakModel(
  modelId: string,
  seed: number,
): LanguageModelV4 & Chaotic<ChaosModelMethod, ModelFault> {
  const random = seededRandom(seed);
  async function answer({ headers }: LanguageModelV4CallOptions): Promise<string> {
    const text = writeSoakAnswer(headers?.[MEANING_HEADER] ?? "");
    await new Promise((resolve) => setTimeout(resolve, 5 * random()));
    return text;
  }
  const model: LanguageModelV4 = {
    specificationVersion: "v4",
    provider: "soak",
    modelId,
    supportedUrls: {},
    doGenerate: async (options) => ({
      content: [{ type: "text", text: await answer(options) }],
      ...FINISH,
      warnings: [],
    }),
    doStream: async (options) => {
      const words = (await answer(options)).match(/\S+\s*/g) ?? [];
      return {
        stream: convertArrayToReadableStream([
          { type: "stream-start" as const, warnings: [] },
          { type: "text-start" as const, id: "1" },
          ...words.map((delta) => ({ type: "text-delta" as const, id: "1", delta })),
          { type: "text-end" as const, id: "1" },
          { type: "finish" as const, ...FINISH },
        ]),
      };
    },
  };
  return chaosModel(model, { all: MODEL_FAULTS, seed, delayMs: [10, 100] });
}

/**
 * An embedding model that knows what questions are about: other words for the same are near (about
 * 0.97), another room is as near, so that only the guards tell it apart, another task is far.
 */
export function soakEmbedding(
  seed: number,
): EmbeddingModelLike & Chaotic<"doEmbed", EmbeddingFault> {
  const model = {
    specificationVersion: "v4" as const,
    provider: "soak",
    modelId: "meanings",
    maxEmbeddingsPerCall: 100,
    supportsParallelCalls: true,
    doEmbed: async ({ values }: { values: string[] }) => ({
      embeddings: values.map(vectorOf),
      usage: { tokens: 0 },
      warnings: [],
    }),
  };
  return chaosEmbeddingModel(model, { all: EMBEDDING_FAULTS, seed, delayMs: [10, 100] });
}

const DIMENSIONS = 64;

function vectorOf(text: string): number[] {
  const task = direction(taskOf(text).replace(/ room \d+$/, ""));
  const words = direction(text);
  return task.map((value, at) => value + 0.18 * (words[at] ?? 0));
}

/** A vector that depends on a text alone. */
function direction(text: string): number[] {
  let seed = 7;
  for (const letter of text) seed = Math.imul(seed, 31) + (letter.codePointAt(0) ?? 0);
  const random = seededRandom(seed);
  return Array.from({ length: DIMENSIONS }, () => random() - 0.5);
}

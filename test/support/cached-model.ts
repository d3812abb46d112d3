import {
  generateText,
  type JSONValue,
  type LanguageModel,
  type ModelMessage,
  streamText,
  wrapLanguageModel,
} from "ai";
import { convertArrayToReadableStream, MockLanguageModelV4 } from "ai/test";
import {
  type CacheEvent,
  type SemanticCache,
  type SemanticCacheOptions,
  semanticCache,
} from "../../src/index.ts";
import { trigramEmbedding } from "./embedding.ts";
import { shortName } from "./short-name.ts";

/** What a call says besides its model. */
export interface Ask {
  /** Text, or a whole conversation. */
  readonly prompt: string | ModelMessage[];
  readonly system?: string;
  readonly temperature?: number;
  readonly abortSignal?: AbortSignal;
  readonly providerOptions?: Record<string, Record<string, JSONValue>>;
}

/** A mock model behind a cache, and everything a test wants to see of both. */
export interface CachedModel {
  readonly model: LanguageModel;
  readonly inner: MockLanguageModelV4;
  readonly cache: SemanticCache;
  readonly events: CacheEvent[];
  /** What happened, in short: `miss:no-match`, `write`, `hit:exact`, `bypass:raw-chunks`. */
  path(): string[];
  /** Calls of the model. */
  calls(): number;
  /** `generateText`, after which every write is done. */
  ask(options: Ask | string): Promise<Awaited<ReturnType<typeof generateText>>>;
  /** `streamText`, read to its end; the text of its chunks. */
  stream(options: Ask | string): Promise<string[]>;
}

/** Options: those of the cache, and what the model says (by default it numbers its answers). */
export function cachedModel(
  options: SemanticCacheOptions & { answer?: (call: number) => string } = {},
): CachedModel {
  const { answer = (call) => `answer ${call}`, ...cacheOptions } = options;
  const events: CacheEvent[] = [];
  const cache = semanticCache({
    embeddingModel: trigramEmbedding(),
    threshold: 0.8,
    onEvent: (event) => void events.push(event),
    ...cacheOptions,
  });
  const inner = mockModel(answer);
  const model = wrapLanguageModel({ model: inner, middleware: cache });
  const asCall = (input: Ask | string): Ask =>
    typeof input === "string" ? { prompt: input } : input;

  return {
    model,
    inner,
    cache,
    events,
    path: () => events.map(shortName),
    calls: () => inner.doGenerateCalls.length + inner.doStreamCalls.length,
    async ask(input) {
      const result = await generateText({ ...asCall(input), model, maxRetries: 0 });
      await cache.flush();
      return result;
    },
    async stream(input) {
      const result = streamText({ ...asCall(input), model, maxRetries: 0 });
      const chunks = await Array.fromAsync(result.textStream);
      await cache.flush();
      return chunks;
    },
  };
}

/** A V4 model that answers with `answer(call number)`, whole or word by word. */
export function mockModel(answer: (call: number) => string): MockLanguageModelV4 {
  let call = 0;
  const finishReason = { unified: "stop" as const, raw: "stop" };
  const usage = {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 20, text: 20, reasoning: 0 },
  };
  return new MockLanguageModelV4({
    doGenerate: async () => ({
      content: [{ type: "text", text: answer(++call) }],
      finishReason,
      usage,
      warnings: [],
    }),
    doStream: async () => {
      const words = answer(++call).match(/\S+\s*/g) ?? [];
      return {
        stream: convertArrayToReadableStream([
          { type: "stream-start" as const, warnings: [] },
          { type: "text-start" as const, id: "1" },
          ...words.map((delta) => ({ type: "text-delta" as const, id: "1", delta })),
          { type: "text-end" as const, id: "1" },
          { type: "finish" as const, finishReason, usage },
        ]),
      };
    },
  });
}

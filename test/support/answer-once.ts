import { generateText, streamText, wrapLanguageModel } from "ai";
import { convertArrayToReadableStream, MockLanguageModelV4 } from "ai/test";
import { type CacheStore, type SemanticCache, semanticCache } from "../../src/index.ts";
import { shortName } from "./short-name.ts";

/** Which of the SDK's two calls is made. */
export type Operation = "generate" | "stream";

const PICTURE = "iVBORw0KGgo=";
const source = {
  type: "source" as const,
  sourceType: "url" as const,
  id: "1",
  url: "https://example.com/help",
  title: "Help",
};
const file = {
  type: "file" as const,
  mediaType: "image/png",
  data: { type: "data" as const, data: PICTURE },
};
const finish = {
  finishReason: { unified: "stop" as const, raw: "stop" },
  usage: {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 20, text: 15, reasoning: 5 },
  },
};

/**
 * Asks a new exact-only cache on `store` one question whose answer has parts of every kind, and waits
 * until everything is written.
 */
export async function answerOnce(
  store: CacheStore,
  options: { namespace: string; operation?: Operation; stores?: boolean },
): Promise<{ path: string[]; content: unknown; cache: SemanticCache }> {
  const { namespace, operation = "generate", stores = true } = options;
  const path: string[] = [];
  const cache = semanticCache({
    store,
    namespace,
    embeddingModel: null,
    shouldStore: () => stores,
    timeouts: { get: "5s" },
    onEvent: (event) => void path.push(shortName(event)),
  });
  const model = wrapLanguageModel({ model: richModel(), middleware: cache });
  const call = { model, prompt: "How do I reset my password?", maxRetries: 0 };

  const { content } = await (operation === "generate" ? generateText(call) : streamed(call));
  await cache.flush();
  return { path, content: withoutMetadata(await content), cache };
}

async function streamed(
  call: Parameters<typeof streamText>[0],
): Promise<{ content: PromiseLike<unknown> }> {
  const result = streamText(call);
  await result.consumeStream();
  return result;
}

/** A model whose answer has text, reasoning, a source and a file. */
function richModel(): MockLanguageModelV4 {
  const reasoning = "They forgot it.";
  const text = 'Tap "Forgot password" – naïve \u0000 👩‍👩‍👧 \\ %_*';
  return new MockLanguageModelV4({
    doGenerate: async () => ({
      content: [{ type: "reasoning", text: reasoning }, { type: "text", text }, source, file],
      ...finish,
      warnings: [],
    }),
    doStream: async () => ({
      stream: convertArrayToReadableStream([
        { type: "stream-start" as const, warnings: [] },
        { type: "reasoning-start" as const, id: "1" },
        { type: "reasoning-delta" as const, id: "1", delta: reasoning },
        { type: "reasoning-end" as const, id: "1" },
        { type: "text-start" as const, id: "2" },
        ...[...text].map((delta) => ({ type: "text-delta" as const, id: "2", delta })),
        { type: "text-end" as const, id: "2" },
        source,
        file,
        { type: "finish" as const, ...finish },
      ]),
    }),
  });
}

/** What the answer says: without the marks of where it came from. */
function withoutMetadata(content: unknown): unknown {
  return JSON.parse(
    JSON.stringify(content, (name, value) => (name === "providerMetadata" ? undefined : value)),
  );
}

import { createOpenAI } from "@ai-sdk/openai";
import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  safeValidateUIMessages,
  streamText,
  type ToolSet,
  toUIMessageStream,
  type UIMessage,
  wrapLanguageModel,
} from "ai";
import {
  type SemanticCacheMetadata,
  type SemanticCacheOptions,
  semanticCache,
  semanticCacheMetadata,
} from "ai-sdk-semantic-cache";
import { type UpstashVectorClient, upstashVectorStore } from "ai-sdk-semantic-cache/upstash-vector";

/** What differs from one edge platform to the next. */
export interface ChatOptions {
  readonly apiKey: string;
  /** Another address than OpenAI's, such as a gateway. */
  readonly baseURL?: string | undefined;
  /** An index with the dimensions of the embedding model: 1,536. */
  readonly index: UpstashVectorClient;
  /** Keeps the isolate alive for a write behind the answer. */
  readonly waitUntil?: SemanticCacheOptions["waitUntil"];
}

/** A message that says in its metadata whether it came from the cache. */
export type ChatMessage = UIMessage<SemanticCacheMetadata>;

/** Answers what `useChat` posts. Made once per isolate: a cache is more than its store. */
export function createChat(options: ChatOptions): (request: Request) => Promise<Response> {
  const { apiKey, baseURL, index, waitUntil } = options;
  const openai = createOpenAI({ apiKey, ...(baseURL && { baseURL }) });
  const cache = semanticCache({
    embeddingModel: openai.embedding("text-embedding-3-small"),
    store: upstashVectorStore({ client: index }),
    timeouts: { get: "500ms", search: "1s" }, // the index may be far away; a model answers later still
    waitUntil,
  });
  const model = wrapLanguageModel({ model: openai("gpt-5-mini"), middleware: cache });

  return async (request) => {
    const { messages } = Object(await request.json().catch(() => undefined));
    const checked = await safeValidateUIMessages<ChatMessage>({ messages });
    if (!checked.success) return new Response("These are no messages of a chat.", { status: 400 });

    const result = streamText({
      model,
      instructions: "You are the support desk of Kettle & Crane.",
      messages: await convertToModelMessages(checked.data),
      abortSignal: request.signal,
    });
    const stream = toUIMessageStream<ToolSet, ChatMessage>({
      stream: result.stream,
      messageMetadata: ({ part }) =>
        part.type === "finish-step" ? semanticCacheMetadata(part.providerMetadata) : undefined,
    });
    return createUIMessageStreamResponse({ stream });
  };
}

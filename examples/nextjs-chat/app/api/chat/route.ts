import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  safeValidateUIMessages,
  streamText,
  toUIMessageStream,
} from "ai";
import { type SemanticCacheCallOptions, semanticCacheMetadata } from "ai-sdk-semantic-cache";
import type { ChatMessage } from "@/lib/chat-message";
import { openModel } from "@/lib/model";

const INSTRUCTIONS =
  "You are the support desk of Kettle & Crane, a coffee roastery. Answer in at most four sentences of plain text.";

/** Streams the next answer of a conversation. With `reload: true` the model answers, whatever is cached. */
export async function POST(request: Request): Promise<Response> {
  const startedAt = performance.now();
  const { messages, reload } = Object(await request.json().catch(() => undefined));
  const checked = await safeValidateUIMessages<ChatMessage>({ messages });
  if (!checked.success) return new Response("These are no messages of a chat.", { status: 400 });

  const result = streamText({
    model: await openModel(),
    instructions: INSTRUCTIONS,
    messages: await convertToModelMessages(checked.data),
    abortSignal: request.signal,
    providerOptions: {
      semanticCache: {
        cache: reload === true ? "reload" : "default",
      } satisfies SemanticCacheCallOptions,
    },
  });

  const stream = toUIMessageStream({
    stream: result.stream,
    messageMetadata({ part }) {
      // The end of a step is the part that carries the provider's metadata, and with it the cache's.
      if (part.type !== "finish-step") return undefined;
      const cache = semanticCacheMetadata(part.providerMetadata);
      return { cache, tookMs: performance.now() - startedAt };
    },
  });
  return createUIMessageStreamResponse({ stream });
}

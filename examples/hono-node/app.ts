import { openai } from "@ai-sdk/openai";
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
  type SemanticCache,
  type SemanticCacheMetadata,
  semanticCacheMetadata,
} from "ai-sdk-semantic-cache";
import { cacheInspector } from "ai-sdk-semantic-cache/inspector";
import { prometheusMetrics } from "ai-sdk-semantic-cache/prometheus";
import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";

/** A message that says in its metadata whether it came from the cache. */
type ChatMessage = UIMessage<SemanticCacheMetadata>;

/** The chat, the inspector for those who know the password, and metrics. */
export function createApp(cache: SemanticCache, password: string): Hono {
  const app = new Hono();
  const model = wrapLanguageModel({ model: openai("gpt-5-mini"), middleware: cache });
  const inspector = cacheInspector(cache, { authorize: () => true }); // basicAuth stands before it
  const metrics = prometheusMetrics(cache);

  app.post("/chat", async (context) => {
    const { messages } = Object(await context.req.json().catch(() => undefined));
    const checked = await safeValidateUIMessages<ChatMessage>({ messages });
    if (!checked.success) return context.text("These are no messages of a chat.", 400);

    const result = streamText({
      model,
      instructions: "You are the support desk of Kettle & Crane.",
      messages: await convertToModelMessages(checked.data),
      abortSignal: context.req.raw.signal,
    });
    const stream = toUIMessageStream<ToolSet, ChatMessage>({
      stream: result.stream,
      messageMetadata: ({ part }) =>
        part.type === "finish-step" ? semanticCacheMetadata(part.providerMetadata) : undefined,
    });
    return createUIMessageStreamResponse({ stream });
  });

  app.use("/cache/*", basicAuth({ username: "admin", password }));
  app.all("/cache/*", (context) => inspector(context.req.raw)); // also /cache itself

  app.get("/metrics", async (context) =>
    context.text(await metrics.text(), 200, { "content-type": metrics.contentType }),
  );
  return app;
}

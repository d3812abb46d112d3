import type { SemanticCacheMetadata } from "../../src/index.ts";

/** What a chat route answered, as `useChat` would see it. */
export interface ChatAnswer {
  readonly text: string;
  /** What the cache says of it. */
  readonly told: SemanticCacheMetadata | undefined;
}

/** How a question is asked. */
export interface AskOptions {
  /** Hears of each piece of text when it comes. */
  readonly onText?: (delta: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Asks a chat route as `useChat` does, and reads its stream.
 *
 * @throws Error when the answer is no stream of messages, or an error stands in it.
 */
export async function askChat(
  url: string,
  question: string,
  { onText, signal }: AskOptions = {},
): Promise<ChatAnswer> {
  const message = { id: "1", role: "user", parts: [{ type: "text", text: question }] };
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: "chat", messages: [message], trigger: "submit-message" }),
    signal: signal ?? null,
  });
  if (!response.ok || !response.body) {
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  }
  let text = "";
  let told: SemanticCacheMetadata | undefined;
  for await (const part of parts(response.body)) {
    if (part.type === "error") throw new Error(`${url}: ${part.errorText}`);
    if (part.messageMetadata) told = toldIn(part.messageMetadata);
    if (part.delta === undefined) continue;
    text += part.delta;
    onText?.(part.delta);
  }
  return { text, told };
}

interface Part {
  readonly type: string;
  readonly delta?: string;
  readonly errorText?: string;
  readonly messageMetadata?: MessageMetadata;
}

/** A route sends what the cache says as it is, or beside facts of its own. */
type MessageMetadata =
  | SemanticCacheMetadata
  | { readonly cache?: SemanticCacheMetadata | undefined };

function toldIn(metadata: MessageMetadata): SemanticCacheMetadata | undefined {
  return "hit" in metadata ? metadata : metadata.cache;
}

/** The parts of a stream of server-sent events. */
async function* parts(body: ReadableStream<Uint8Array>): AsyncGenerator<Part> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const events = `${rest}${decoder.decode(chunk, { stream: true })}`.split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const data = event.replace(/^data: /, "");
      if (data !== "[DONE]") yield JSON.parse(data);
    }
  }
}

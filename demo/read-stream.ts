import type { LanguageModelV4 } from "@ai-sdk/provider";
import { type ModelMessage, streamText } from "ai";
import type { SemanticCacheMetadata } from "ai-sdk-semantic-cache";
import { INSTRUCTIONS } from "./knowledge-base.ts";

/** A streamed answer, read to its end. Durations are milliseconds. */
export interface StreamedAnswer {
  readonly text: string;
  readonly firstChunkMs: number;
  readonly totalMs: number;
  readonly metadata: SemanticCacheMetadata;
}

/**
 * Streams the answer to a conversation, and hands on every chunk as it comes.
 *
 * @throws the model's error, when there is no answer.
 */
export async function readStream(
  model: LanguageModelV4,
  messages: ModelMessage[],
  onText: (chunk: string, sinceMs: number) => void,
): Promise<StreamedAnswer> {
  const startedAt = performance.now();
  let firstChunkMs: number | undefined;
  let text = "";
  let failure: unknown;
  const result = streamText({
    model,
    instructions: INSTRUCTIONS,
    messages,
    onError({ error }) {
      failure = error;
    },
  });
  for await (const chunk of result.textStream) {
    const sinceMs = performance.now() - startedAt;
    firstChunkMs ??= sinceMs;
    text += chunk;
    onText(chunk, sinceMs);
  }
  if (failure !== undefined) throw failure;
  const totalMs = performance.now() - startedAt;
  const metadata = readMetadata(await result.providerMetadata);
  return { text, firstChunkMs: firstChunkMs ?? totalMs, totalMs, metadata };
}

/** What the cache says about an answer. About a call that went past it, it says nothing. */
function readMetadata(providerMetadata: object | undefined): SemanticCacheMetadata {
  const metadata = providerMetadata && Reflect.get(providerMetadata, "semanticCache");
  return (metadata as SemanticCacheMetadata | undefined) ?? { hit: false, entryId: "" };
}

import { streamText } from "ai";
import { type SemanticCacheMetadata, semanticCacheMetadata } from "../../response/metadata.ts";
import { instructions } from "../installed-ai.ts";
import { INSTRUCTIONS } from "./knowledge-base.ts";

/** What a person or the desk said. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** A streamed answer, read to its end. Durations are milliseconds. */
export interface StreamedAnswer {
  readonly text: string;
  readonly firstChunkMs: number;
  readonly totalMs: number;
  readonly metadata: SemanticCacheMetadata;
}

/**
 * Streams a model's answer to a conversation, and hands on every chunk as it comes.
 *
 * @throws the model's error, when there is no answer.
 */
export async function readStream(
  model: unknown,
  messages: readonly Turn[],
  onText: (chunk: string, sinceMs: number) => void,
): Promise<StreamedAnswer> {
  const startedAt = performance.now();
  let firstChunkMs: number | undefined;
  let text = "";
  let failure: unknown;
  const call: unknown = {
    model,
    ...instructions(INSTRUCTIONS),
    messages,
    onError({ error }: { readonly error: unknown }) {
      failure = error;
    },
  };
  const result = streamText(call as Parameters<typeof streamText>[0]);
  for await (const chunk of result.textStream) {
    const sinceMs = performance.now() - startedAt;
    firstChunkMs ??= sinceMs;
    text += chunk;
    onText(chunk, sinceMs);
  }
  if (failure !== undefined) throw failure;
  const totalMs = performance.now() - startedAt;
  // About a call that went past it, the cache says nothing.
  const said = semanticCacheMetadata(await result.providerMetadata);
  const metadata = said ?? { hit: false, entryId: "" };
  return { text, firstChunkMs: firstChunkMs ?? totalMs, totalMs, metadata };
}

import type { UIMessage } from "ai";
import type { SemanticCacheMetadata } from "ai-sdk-semantic-cache";

/** What the server says of an answer beside its text. */
export interface AnswerMetadata {
  /** What the cache did; absent when the question went past it. */
  readonly cache?: SemanticCacheMetadata | undefined;
  /** From the request to the end of the answer, in milliseconds. */
  readonly tookMs: number;
}

/** A message of this chat. */
export type ChatMessage = UIMessage<AnswerMetadata>;

import type { LocalEmbeddingModel } from "./local-embedding-model.ts";

/**
 * Stands in for the built-in model on edge runtimes and in browsers, where its weights would add
 * megabytes to every bundle. Import `ai-sdk-semantic-cache/built-in` to use it there all the same.
 */
export function loadBuiltInEmbedding(): LocalEmbeddingModel | undefined {
  return undefined;
}

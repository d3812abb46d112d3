import { builtInEmbedding } from "./index.ts";
import type { LocalEmbeddingModel } from "./local-embedding-model.ts";

/** The built-in model; `unavailable.ts` stands in for this file on runtimes that do not carry it. */
export function loadBuiltInEmbedding(): LocalEmbeddingModel | undefined {
  return builtInEmbedding();
}

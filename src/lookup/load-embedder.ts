import type { EmbeddingModelLike } from "../embedding-model.ts";
import type { Runtime } from "../runtime.ts";
import { createEmbedder, type Embedder } from "./embedder.ts";

const NO_BUILT_IN =
  "The built-in embedding model is not part of edge and browser bundles, so this cache matches exactly " +
  "only. For semantic hits pass embeddingModel: any AI SDK embedding model, or builtInEmbedding() from " +
  '"ai-sdk-semantic-cache/built-in" (adds 5 MB to the bundle). Pass embeddingModel: null to say that ' +
  "exact matching is what you want.";

/** The embedder of a cache's options: of a model of theirs, or the built-in one where there is one. */
export async function loadEmbedder(runtime: Runtime): Promise<Embedder | undefined> {
  const { embeddingModel, hasher } = runtime.config;
  if (embeddingModel === null) return undefined;
  if (embeddingModel !== undefined) return embedderOf(runtime, embeddingModel);
  const { loadBuiltInEmbedding } = await import("#built-in-embedding");
  const model = loadBuiltInEmbedding();
  if (model) return createEmbedder({ model, hasher }); // ours, in this process: nothing for the SDK to add
  runtime.emit({ type: "notice", code: "no-built-in-embedding", message: NO_BUILT_IN });
  return undefined;
}

/** The embedder of a model, which is asked through the application's own `ai`. */
export function embedderOf(
  { config: { hasher }, embed: guard, spend }: Runtime,
  model: EmbeddingModelLike | string,
): Embedder {
  return createEmbedder({
    model,
    hasher,
    loadSdk: () => import("ai"),
    guard,
    onCall: (name, inputTokens) => spend("embedding", name, { inputTokens, outputTokens: 0 }),
  });
}

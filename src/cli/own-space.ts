import { createHasher } from "../hash.ts";
import type { SemanticCacheOptions } from "../options.ts";

/** Name (`provider/modelId`) of the embedding model of some options; `undefined` where hits are exact only. */
export async function embeddingModelName({
  embeddingModel,
}: SemanticCacheOptions): Promise<string | undefined> {
  if (embeddingModel === null) return undefined;
  if (typeof embeddingModel === "string") return embeddingModel;
  if (embeddingModel) return `${embeddingModel.provider}/${embeddingModel.modelId}`;
  const { loadBuiltInEmbedding } = await import("#built-in-embedding");
  const builtIn = loadBuiltInEmbedding();
  return builtIn && `${builtIn.provider}/${builtIn.modelId}`;
}

/** The hash under which vectors of an embedding model are stored. */
export async function spaceOf(
  { secret }: SemanticCacheOptions,
  name: string,
  dimensions: number,
): Promise<string> {
  return createHasher(secret).text(`space:${dimensions}:${name}`);
}

/** The hash under which a namespace is stored. */
export async function namespaceHash(
  { secret }: SemanticCacheOptions,
  namespace: string,
): Promise<string> {
  return createHasher(secret).text(`namespace:${namespace}`);
}

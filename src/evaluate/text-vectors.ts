import type { EmbeddingModelLike } from "../embedding-model.ts";
import { createHasher } from "../hash.ts";
import { createEmbedder, type Embedder, type Embedding } from "../lookup/embedder.ts";
import type { SemanticCacheOptions } from "../options.ts";

/** Vectors of texts, each made once. */
export interface TextVectors {
  /** `provider/modelId` of the embedding model; nothing where vectors came with the rows, or are not used. */
  readonly model: string | undefined;
  /** Makes the vectors of many texts at once. Throws what the model throws. */
  prepare(texts: Iterable<string>, onProgress: (made: number) => void): Promise<void>;
  /** Zero when the model has no vector for the text. Throws what the model throws. */
  of(text: string): Promise<number[]>;
}

/** How a model says that it has none. */
const NO_VECTOR = [0];

const TEXTS_AT_ONCE = 256;

/** The {@link TextVectors} of a cache's embedding model, the built-in one by default. */
export async function createTextVectors(
  option: SemanticCacheOptions["embeddingModel"],
  abortSignal: AbortSignal,
): Promise<TextVectors> {
  const embedder = await embedderOf(option);
  const known = new Map<string, Embedding | undefined>();
  return {
    model: embedder?.name,
    async prepare(texts, onProgress) {
      const unknown = [...new Set(texts)].filter((text) => !known.has(text));
      for (let at = 0; embedder && at < unknown.length; at += TEXTS_AT_ONCE) {
        abortSignal.throwIfAborted();
        const batch = unknown.slice(at, at + TEXTS_AT_ONCE);
        const made = await embedder.embedMany(batch, abortSignal);
        for (const [index, text] of batch.entries()) known.set(text, made[index]);
        onProgress(batch.length);
      }
    },
    async of(text) {
      if (!known.has(text)) known.set(text, await embedder?.embed(text, abortSignal));
      return Array.from(known.get(text)?.vector ?? NO_VECTOR);
    },
  };
}

async function embedderOf(
  option: SemanticCacheOptions["embeddingModel"],
): Promise<Embedder | undefined> {
  const model = option === undefined ? await builtIn() : option;
  if (!model) return undefined;
  return createEmbedder({ model, hasher: createHasher(undefined), loadSdk: () => import("ai") });
}

async function builtIn(): Promise<EmbeddingModelLike | undefined> {
  const { loadBuiltInEmbedding } = await import("#built-in-embedding");
  return loadBuiltInEmbedding();
}

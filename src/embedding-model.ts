type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/**
 * Any embedding model of the AI SDK, V1 (ai 4) to V4 (ai 7), described by what the cache uses of it.
 * `doEmbed` is a method on purpose: methods are compared bivariantly, so every version fits.
 */
export interface EmbeddingModelLike {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  doEmbed(options: {
    values: string[];
    abortSignal?: AbortSignal;
    headers?: Record<string, string>;
    providerOptions?: { [provider: string]: { [key: string]: Json } };
  }): PromiseLike<{
    embeddings: ReadonlyArray<ReadonlyArray<number>>;
    usage?: { tokens: number };
  }>;
}

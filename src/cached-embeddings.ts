import { type Duration, toMilliseconds } from "./duration.ts";
import type { EmbedCall, EmbedResult } from "./embedding-cache.ts";
import type { EmbeddingModelLike } from "./embedding-model.ts";
import { SemanticCacheError } from "./errors.ts";
import { lazy } from "./lazy.ts";
import type { CacheStore } from "./store.ts";
import { memoryStore } from "./stores/memory/index.ts";

/** Options of {@link cachedEmbeddings}. */
export interface CachedEmbeddingsOptions {
  /** Where embeddings are kept: any store, also the one of a cache of answers. @default memoryStore() */
  readonly store?: CacheStore | undefined;
  /** How long. @default "30d" */
  readonly ttl?: Duration | undefined;
  /** Partition, to count and clear by. @default "embeddings" */
  readonly namespace?: string | undefined;
  /** Makes every hash an HMAC, so that who can read the hashes cannot guess short texts. @default none */
  readonly secret?: string | undefined;
  /** Keeps a serverless function alive until a write is done. @default the platform's own, where it has one */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /** Hears of what the store threw: the model was asked instead. @default none */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** An embedding middleware of `wrapEmbeddingModel` (ai 6 and 7). */
export interface EmbeddingMiddleware {
  /** `"v4"` at run time, which no SDK reads; typed `never` so that it fits every version's literal. */
  readonly specificationVersion: never;
  readonly wrapEmbed: <Result>(options: {
    doEmbed: () => PromiseLike<Result>;
    params: { values: string[] };
    model: EmbeddingModelLike;
  }) => Promise<Result>;
}

/**
 * The same embedding model, of any SDK version, which is only asked for texts that are not stored. Exact:
 * the very numbers come back. Usage is that of what was really asked.
 *
 * @throws SemanticCacheError `invalid-options` for what is no embedding model, or for a bad duration.
 */
export function cachedEmbeddings<Model extends EmbeddingModelLike>(
  model: Model,
  options?: CachedEmbeddingsOptions,
): Model {
  if (typeof model?.doEmbed !== "function") {
    const message =
      "cachedEmbeddings: model must be an AI SDK embedding model; got something else.";
    throw new SemanticCacheError("invalid-options", message);
  }
  const embed = openEmbeddingCache(options);
  const doEmbed = (call: EmbedCall): Promise<EmbedResult> => embed(model, call);
  return new Proxy(model, {
    get: (target, name) => (name === "doEmbed" ? doEmbed : Reflect.get(target, name)),
  });
}

/**
 * {@link cachedEmbeddings} as a middleware: `wrapEmbeddingModel({ model, middleware })` of ai 6 and 7.
 *
 * @throws SemanticCacheError `invalid-options` for a bad duration.
 */
export function cachedEmbeddingsMiddleware(options?: CachedEmbeddingsOptions): EmbeddingMiddleware {
  const embed = openEmbeddingCache(options);
  return {
    specificationVersion: "v4" as never,
    wrapEmbed: async <Result>({
      params,
      model,
    }: {
      params: { values: string[] };
      model: EmbeddingModelLike;
    }) => (await embed(model, params)) as Result,
  };
}

type Embed = (model: EmbeddingModelLike, call: EmbedCall) => Promise<EmbedResult>;

/** Options with their defaults; what works with them is loaded by the first call. */
function openEmbeddingCache(options: CachedEmbeddingsOptions = {}): Embed {
  const { store = memoryStore(), namespace = "embeddings", secret, waitUntil } = options;
  const ttlMs = toMilliseconds(options.ttl ?? "30d", "ttl");
  // A listener that throws, at once or later, is the application's matter; the call goes on.
  const onError = (error: unknown): void =>
    void Promise.resolve(error)
      .then(options.onError)
      .catch(() => {});
  const loaded = lazy(async () => {
    const { createEmbeddingCache } = await import("./embedding-cache.ts");
    return createEmbeddingCache({ store, ttlMs, namespace, secret, waitUntil, onError });
  });
  return async (model, call) => {
    let embed: Embed;
    try {
      embed = await loaded();
    } catch (error) {
      onError(error); // a part of the bundle is missing
      return model.doEmbed(call);
    }
    return embed(model, call);
  };
}

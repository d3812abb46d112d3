import type { EmbeddingModelLike } from "../embedding-model.ts";
import { SemanticCacheError } from "../errors.ts";
import { createLru } from "../lru.ts";
import type { Hasher } from "../request/hash.ts";
import { unitVector } from "../similarity.ts";
import type { Hex } from "../store.ts";

/** A text as a point: its unit vector, and the space (embedding model) the vector belongs to. */
export interface Embedding {
  readonly vector: Float32Array;
  readonly space: Hex;
}

/** Turns texts into vectors, asking the model once per text. */
export interface Embedder {
  /** `provider/modelId` of the embedding model. */
  readonly name: string;
  /** `undefined` when the model has no vector for this text. Throws what the model throws. */
  embed(text: string, abortSignal: AbortSignal): Promise<Embedding | undefined>;
}

/** Vectors that are remembered, in bytes. */
const REMEMBERED_BYTES = 8_000_000;

type EmbedFunction = (options: {
  model: EmbeddingModelLike | string;
  value: string;
  maxRetries: number;
  abortSignal: AbortSignal;
}) => Promise<{ embedding: readonly number[] }>;

/** An {@link Embedder}. `loadSdk` brings the `ai` of the application; without it the model is called itself. */
export function createEmbedder(options: {
  readonly model: EmbeddingModelLike | string;
  readonly hasher: Hasher;
  readonly loadSdk?: (() => Promise<object>) | undefined;
}): Embedder {
  const { model, hasher, loadSdk } = options;
  const name = typeof model === "string" ? model : `${model.provider}/${model.modelId}`;
  const remembered = createLru<string, Embedding>({
    maxWeight: REMEMBERED_BYTES,
    weigh: (text, { vector }) => vector.byteLength + 2 * text.length,
  });
  const embedText = createCall(model, loadSdk);

  return {
    name,
    async embed(text, abortSignal) {
      const known = remembered.get(text);
      if (known) return known;
      const vector = unitVector(await embedText(text.toWellFormed(), abortSignal));
      if (!vector) return undefined;
      const space = await hasher.repeatedText(`space:${vector.length}:${name}`);
      const embedding = { vector, space };
      remembered.set(text, embedding);
      return embedding;
    },
  };
}

type Call = (value: string, abortSignal: AbortSignal) => Promise<readonly number[]>;

/**
 * The SDK's own `embed()`, so that ids, gateway and telemetry work; without its retries, whose first
 * pause is two seconds. An `ai` that refuses models of another major is passed by: the model itself
 * has the same method in every version.
 */
function createCall(
  model: EmbeddingModelLike | string,
  loadSdk: (() => Promise<object>) | undefined,
): Call {
  let direct = false;
  return async (value, abortSignal) => {
    if (loadSdk && !direct) {
      try {
        const embed: unknown = Reflect.get(await loadSdk(), "embed");
        const result = await (embed as EmbedFunction)({ model, value, maxRetries: 0, abortSignal });
        return result.embedding;
      } catch (error) {
        if (typeof model === "string" || !isVersionError(error)) throw error;
        direct = true;
      }
    }
    return embedDirectly(model as EmbeddingModelLike, value, abortSignal);
  };
}

async function embedDirectly(
  model: EmbeddingModelLike,
  value: string,
  abortSignal: AbortSignal,
): Promise<readonly number[]> {
  const { embeddings } = await model.doEmbed({ values: [value], abortSignal });
  const [embedding] = embeddings;
  if (!embedding) {
    throw new SemanticCacheError("embedding", "The embedding model returned no embedding.");
  }
  return embedding;
}

function isVersionError(error: unknown): boolean {
  return error instanceof Error && error.name === "AI_UnsupportedModelVersionError";
}

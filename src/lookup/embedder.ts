import type { EmbeddingModelLike } from "../embedding-model.ts";
import { SemanticCacheError } from "../errors.ts";
import type { Hasher } from "../hash.ts";
import { createLru } from "../lru.ts";
import type { GuardedCall } from "../resilience/guarded-call.ts";
import { finite } from "../response/answer.ts";
import { unitVector } from "../similarity.ts";
import type { Hex, MaybePromise } from "../store.ts";

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
  /** Many at once, in their order, with the SDK's retries: for work that nobody waits for. */
  embedMany(
    texts: readonly string[],
    abortSignal: AbortSignal,
  ): Promise<readonly (Embedding | undefined)[]>;
  /** The space of this model's vectors of one length. */
  spaceOf(dimensions: number): MaybePromise<Hex>;
}

/** Vectors that are remembered, in bytes. */
const REMEMBERED_BYTES = 8_000_000;

interface EmbedOptions {
  readonly model: EmbeddingModelLike | string;
  readonly maxRetries?: number;
  readonly abortSignal: AbortSignal;
}

interface Usage {
  readonly usage?: { readonly tokens?: number } | undefined;
}
interface Embedded extends Usage {
  readonly embeddings: readonly (readonly number[])[];
}
type EmbedFunction = (
  options: EmbedOptions & { readonly value: string },
) => Promise<Usage & { embedding: readonly number[] }>;
type EmbedManyFunction = (
  options: EmbedOptions & { readonly values: readonly string[] },
) => Promise<Embedded>;

/** An {@link Embedder}. `loadSdk` brings the `ai` of the application; without it the model is called itself. */
export function createEmbedder(options: {
  readonly model: EmbeddingModelLike | string;
  readonly hasher: Hasher;
  readonly loadSdk?: (() => Promise<object>) | undefined;
  /** Makes the calls requests wait for; refuses them while the model is known to fail. */
  readonly guard?: GuardedCall | undefined;
  /** Hears of each call of the model, with its tokens where they are told. */
  readonly onCall?: ((name: string, tokens: number | undefined) => void) | undefined;
}): Embedder {
  const { model, hasher, loadSdk, guard = async (_signal, call) => call(), onCall } = options;
  const name = typeof model === "string" ? model : `${model.provider}/${model.modelId}`;
  const remembered = createLru<string, Embedding>({
    maxWeight: REMEMBERED_BYTES,
    weigh: (text, { vector }) => vector.byteLength + 2 * text.length,
  });
  const callModel = createCall(model, loadSdk);
  const spaceOf = (dimensions: number): MaybePromise<Hex> =>
    hasher.repeatedText(`space:${dimensions}:${name}`);

  async function embedTexts(
    texts: readonly string[],
    abortSignal: AbortSignal,
  ): Promise<Embedded["embeddings"]> {
    const { embeddings, usage } = await callModel(texts, abortSignal);
    onCall?.(name, finite(usage?.tokens));
    return embeddings;
  }

  async function toEmbedding(values: readonly number[]): Promise<Embedding | undefined> {
    const vector = unitVector(values);
    return vector && { vector, space: await spaceOf(vector.length) };
  }

  return {
    name,
    async embed(text, abortSignal) {
      const known = remembered.get(text);
      if (known) return known;
      const [values = []] = await guard(abortSignal, () =>
        embedTexts([text.toWellFormed()], abortSignal),
      );
      const embedding = await toEmbedding(values);
      if (embedding) remembered.set(text, embedding);
      return embedding;
    },
    async embedMany(texts, abortSignal) {
      if (texts.length === 0) return [];
      const wellFormed = texts.map((text) => text.toWellFormed());
      return Promise.all((await embedTexts(wellFormed, abortSignal)).map(toEmbedding));
    },
    spaceOf,
  };
}

type Call = (values: readonly string[], abortSignal: AbortSignal) => Promise<Embedded>;

/**
 * The SDK's own `embed()`, so that ids, gateway and telemetry work; without its retries, whose first
 * pause is two seconds. For many texts its `embedMany()`, with them. An `ai` that refuses models of
 * another major is passed by: the model itself has the same method in every version.
 */
function createCall(
  model: EmbeddingModelLike | string,
  loadSdk: (() => Promise<object>) | undefined,
): Call {
  let direct = false;
  return async (values, abortSignal) => {
    if (loadSdk && !direct) {
      try {
        const embedded = await embedBySdk(await loadSdk(), { model, abortSignal }, values);
        return checkCount(embedded, values);
      } catch (error) {
        if (typeof model === "string" || !isVersionError(error)) throw error;
        direct = true;
      }
    }
    return embedDirectly(model as EmbeddingModelLike, values, abortSignal);
  };
}

async function embedBySdk(
  sdk: object,
  options: EmbedOptions,
  values: readonly string[],
): Promise<Embedded> {
  const [value = ""] = values;
  if (values.length === 1) {
    const embed = Reflect.get(sdk, "embed") as EmbedFunction;
    const { embedding, usage } = await embed({ ...options, value, maxRetries: 0 });
    return { embeddings: [embedding], usage };
  }
  const embedMany = Reflect.get(sdk, "embedMany") as EmbedManyFunction;
  return embedMany({ ...options, values });
}

async function embedDirectly(
  model: EmbeddingModelLike,
  values: readonly string[],
  abortSignal: AbortSignal,
): Promise<Embedded> {
  return checkCount(await model.doEmbed({ values: [...values], abortSignal }), values);
}

function checkCount(embedded: Embedded, values: readonly string[]): Embedded {
  const { length } = embedded.embeddings;
  if (length === values.length) return embedded;
  throw new SemanticCacheError(
    "embedding",
    `The embedding model returned ${length} embeddings for ${values.length} texts.`,
  );
}

function isVersionError(error: unknown): boolean {
  return error instanceof Error && error.name === "AI_UnsupportedModelVersionError";
}

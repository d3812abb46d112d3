import { SemanticCacheError } from "../errors.ts";
import {
  type EmbeddingSpecificationVersion,
  type LocalEmbeddingModel,
  localEmbeddingModel,
} from "./local-embedding-model.ts";
import { type SentenceVector, sentenceVectors } from "./sentence-vectors.ts";

export type {
  EmbeddingSpecificationVersion,
  LocalEmbeddingCall,
  LocalEmbeddingModel,
  LocalEmbeddings,
} from "./local-embedding-model.ts";

/** Options of {@link builtInEmbedding}. */
export interface BuiltInEmbeddingOptions {
  /**
   * Version of the AI SDK's embedding model interface that the model says it implements. `embed()`
   * takes `"v3"` in ai 6 and 7, `"v2"` in ai 5 (and, with a warning, in 6 and 7), `"v1"` in ai 4.
   * The model itself is the same.
   *
   * @default "v3"
   */
  readonly specificationVersion?: EmbeddingSpecificationVersion | undefined;
}

/**
 * The first twelve hexadecimal digits of the weight file's SHA-256. Part of the model id, so that
 * vectors of two builds are never compared. A change of the reading rules that changes vectors must
 * change the id as well.
 */
const WEIGHTS_HASH = "35a2a07a6177";
const VALUES_PER_STEP = 256;

/**
 * The built-in starter model: English, 256 dimensions, about 20 microseconds a question, no network
 * and no native code. Its weights are loaded at the first call, once per process.
 *
 * Text that it cannot judge (another script, an emoji, no letters at all) gets a vector of zeros,
 * which means "no embedding". Word order is not seen: keep the cache's guards on.
 *
 * @example
 * const { embedding } = await embed({ model: builtInEmbedding(), value: "How do I pay?" });
 */
export function builtInEmbedding(options: BuiltInEmbeddingOptions = {}): LocalEmbeddingModel {
  const { specificationVersion = "v3" } = options;
  return localEmbeddingModel({
    provider: "ai-sdk-semantic-cache",
    modelId: `en-wn-256-q4-${WEIGHTS_HASH}`,
    specificationVersion,
    valuesPerStep: VALUES_PER_STEP,
    async embedValues(values) {
      const embed = await sharedEmbedder();
      const results = values.map(embed);
      const tokens = results.reduce((total, result) => total + result.tokens, 0);
      return { embeddings: results.map(({ vector }) => vector), tokens };
    },
  });
}

type Embedder = (text: string) => SentenceVector;

/** Four megabytes that never change: the one thing of this package kept per process. */
let embedder: Promise<Embedder> | undefined;

function sharedEmbedder(): Promise<Embedder> {
  embedder ??= loadEmbedder().catch((cause: unknown) => {
    embedder = undefined; // The next call tries again.
    const message =
      "The built-in embedding model could not be loaded. Is dist/built-in/weights.js of " +
      "ai-sdk-semantic-cache deployed with the application?";
    throw new SemanticCacheError("embedding", message, { cause });
  });
  return embedder;
}

async function loadEmbedder(): Promise<Embedder> {
  const { loadWeights } = await import("#built-in-weights");
  return sentenceVectors(await loadWeights());
}

import {
  type EmbeddingSpecificationVersion,
  type LocalEmbeddingModel,
  localEmbeddingModel,
} from "./built-in/local-embedding-model.ts";
import { SemanticCacheError } from "./errors.ts";

export type {
  EmbeddingSpecificationVersion,
  LocalEmbeddingCall,
  LocalEmbeddingModel,
  LocalEmbeddings,
} from "./built-in/local-embedding-model.ts";

/** Options of {@link transformersEmbedding}. */
export interface TransformersEmbeddingOptions {
  /**
   * Name of a model with ONNX weights: on the Hugging Face hub, or below `localModelPath`.
   *
   * @default "Xenova/all-MiniLM-L6-v2"
   */
  readonly model?: string | undefined;
  /** Number format of the weights, as the model offers them: `"fp32"`, `"fp16"`, `"q8"`, `"q4"`, … @default "q8" */
  readonly dtype?: string | undefined;
  /**
   * Folder on disk that holds the model (`<localModelPath>/<model>/onnx/…`). When it is given,
   * nothing is fetched from the network.
   */
  readonly localModelPath?: string | undefined;
  /** Folder for downloaded models. @default the library's own */
  readonly cacheDir?: string | undefined;
  /** Branch, tag or commit of the model on the hub. @default "main" */
  readonly revision?: string | undefined;
  /** Where the model runs: `"cpu"`, `"webgpu"`, … @default the library's own choice */
  readonly device?: string | undefined;
  /** How token vectors become one vector; the model's page says which it needs. @default "mean" */
  readonly pooling?: "mean" | "cls" | "last_token" | undefined;
  /** Whether vectors are brought to unit length. @default true */
  readonly normalize?: boolean | undefined;
  /** Text put before every value, for models trained with one (`"query: "` for E5). @default "" */
  readonly queryPrefix?: string | undefined;
  /**
   * Version of the AI SDK's embedding model interface that the model says it implements. `embed()`
   * takes `"v3"` in ai 6 and 7, `"v2"` in ai 5 (and, with a warning, in 6 and 7), `"v1"` in ai 4.
   *
   * @default "v3"
   */
  readonly specificationVersion?: EmbeddingSpecificationVersion | undefined;
}

const VALUES_PER_STEP = 16;

/**
 * An AI SDK embedding model over `@huggingface/transformers` (3.7 or later, or 4), which has to be
 * installed beside this package. The model is loaded at the first call, once per object returned.
 *
 * The model id carries whatever changes vectors (model, revision, dtype, pooling, prefix), so that
 * vectors of two set-ups are never compared.
 *
 * @throws SemanticCacheError from `doEmbed` (code `"embedding"`) when the library or the model
 * cannot be loaded; the next call tries again.
 *
 * @example
 * const model = transformersEmbedding({ localModelPath: "./models" });
 * const { embedding } = await embed({ model, value: "How do I pay?" });
 */
export function transformersEmbedding(
  options: TransformersEmbeddingOptions = {},
): LocalEmbeddingModel {
  const { pooling = "mean", normalize = true, queryPrefix = "" } = options;
  let extractor: Promise<Extractor> | undefined;

  function loadOnce(): Promise<Extractor> {
    extractor ??= createExtractor(options).catch((error: unknown) => {
      extractor = undefined;
      throw error;
    });
    return extractor;
  }

  return localEmbeddingModel({
    provider: "huggingface-transformers",
    modelId: modelIdOf(options),
    specificationVersion: options.specificationVersion ?? "v3",
    valuesPerStep: VALUES_PER_STEP,
    async embedValues(values) {
      const extract = await loadOnce();
      const embeddings: number[][] = [];
      // One by one: in a batch, padding and dynamic quantisation would let a text's neighbours
      // change its vector, and a repeated question would no longer have the same one.
      for (const value of values) {
        const tensor = await extract([queryPrefix + value], { pooling, normalize });
        embeddings.push(...tensor.tolist());
      }
      return { embeddings };
    },
  });
}

/** What this file uses of the library; its own types stay out of our declarations. */
interface TransformersLibrary {
  pipeline(
    task: "feature-extraction",
    model: string,
    options: Record<string, unknown>,
  ): Promise<Extractor>;
}

type Extractor = (
  texts: string[],
  options: { pooling: string; normalize: boolean },
) => Promise<{ tolist(): number[][] }>;

const DEFAULT_MODEL = "Xenova/all-MiniLM-L6-v2";
const DEFAULT_DTYPE = "q8";

function modelIdOf(options: TransformersEmbeddingOptions): string {
  const { model = DEFAULT_MODEL, dtype = DEFAULT_DTYPE, pooling = "mean" } = options;
  const { revision, queryPrefix } = options;
  const set = new URLSearchParams({ dtype, pooling });
  if (revision) set.set("revision", revision);
  if (queryPrefix) set.set("prefix", queryPrefix);
  return `${model}?${set}`;
}

async function createExtractor(options: TransformersEmbeddingOptions): Promise<Extractor> {
  const { model = DEFAULT_MODEL, dtype = DEFAULT_DTYPE, localModelPath } = options;
  const { pipeline } = await importLibrary();
  try {
    return await pipeline("feature-extraction", pathOrName(model, localModelPath), {
      dtype,
      device: options.device,
      revision: options.revision,
      cache_dir: options.cacheDir,
      local_files_only: localModelPath !== undefined,
    });
  } catch (cause) {
    const from = localModelPath === undefined ? "the Hugging Face hub" : `"${localModelPath}"`;
    const message = `transformersEmbedding() could not load the model "${model}" (${dtype}) from ${from}`;
    throw new SemanticCacheError("embedding", `${message}: ${messageOf(cause)}`, { cause });
  }
}

/**
 * A path in place of a name keeps the library off the network. Its setting for local models would do
 * so too, but for every other user of the library in the process as well.
 */
function pathOrName(model: string, localModelPath: string | undefined): string {
  if (localModelPath === undefined) return model;
  const path = `${localModelPath}/${model}`;
  const isRelative = /^\w[^:]/.test(path); // Not "/models", not "./models", not "C:\\models".
  return isRelative ? `./${path}` : path; // "models/name" alone would pass for a name on the hub.
}

async function importLibrary(): Promise<TransformersLibrary> {
  try {
    // @ts-expect-error An optional peer: not installed where this package is compiled.
    return await import("@huggingface/transformers");
  } catch (cause) {
    const message =
      'transformersEmbedding() needs the package "@huggingface/transformers" (^3.7 or ^4). ' +
      "Install it: npm install @huggingface/transformers. Importing it failed with: ";
    throw new SemanticCacheError("embedding", message + messageOf(cause), { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

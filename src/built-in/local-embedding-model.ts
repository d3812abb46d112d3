/** Version of the AI SDK's embedding model interface: `"v1"` is ai 4, … `"v4"` is ai 7. */
export type EmbeddingSpecificationVersion = "v1" | "v2" | "v3" | "v4";

/** What the AI SDK hands to an embedding model, as far as a model in this process uses it. */
export interface LocalEmbeddingCall {
  readonly values: readonly string[];
  readonly abortSignal?: AbortSignal | undefined;
  /** Only ai 7 sends it. A local model has one size: asking for another is answered by a warning. */
  readonly dimensions?: number | undefined;
}

/** What a local embedding model answers: one vector per value, in the order of the values. */
export interface LocalEmbeddings {
  embeddings: number[][];
  usage?: { tokens: number };
  warnings: { type: "unsupported"; feature: string; details?: string }[];
}

/**
 * An AI SDK embedding model that runs in this process. The type is structural and fits the
 * `model` of `embed()` and `embedMany()` in ai 4, 5, 6 and 7.
 */
export interface LocalEmbeddingModel {
  /** A string at run time. Typed `never` so that it is assignable to the literal of every version. */
  readonly specificationVersion: never;
  readonly provider: string;
  readonly modelId: string;
  /** `Infinity`: no limit. */
  readonly maxEmbeddingsPerCall: number;
  readonly supportsParallelCalls: boolean;
  doEmbed(options: LocalEmbeddingCall): Promise<LocalEmbeddings>;
}

/** How one kind of model turns a few values into vectors. */
export type EmbedValues = (
  values: readonly string[],
) => Promise<{ embeddings: number[][]; tokens?: number }>;

/**
 * Wraps a function that embeds a few values as an AI SDK embedding model. Values are embedded
 * `valuesPerStep` at a time; between the steps the event loop runs and an abort is noticed.
 */
export function localEmbeddingModel(parts: {
  provider: string;
  modelId: string;
  specificationVersion: EmbeddingSpecificationVersion;
  valuesPerStep: number;
  embedValues: EmbedValues;
}): LocalEmbeddingModel {
  const { provider, modelId, specificationVersion } = parts;
  return {
    specificationVersion: specificationVersion as never,
    provider,
    modelId,
    maxEmbeddingsPerCall: Number.POSITIVE_INFINITY,
    supportsParallelCalls: true,
    doEmbed: (call) => embedInSteps(parts.embedValues, parts.valuesPerStep, call),
  };
}

async function embedInSteps(
  embedValues: EmbedValues,
  valuesPerStep: number,
  { values, abortSignal, dimensions }: LocalEmbeddingCall,
): Promise<LocalEmbeddings> {
  const embeddings: number[][] = [];
  let tokens: number | undefined;
  for (let start = 0; start < values.length; start += valuesPerStep) {
    if (start > 0) await nextTask();
    abortSignal?.throwIfAborted();
    const step = await unlessAborted(
      embedValues(values.slice(start, start + valuesPerStep)),
      abortSignal,
    );
    for (const embedding of step.embeddings) embeddings.push(embedding);
    if (step.tokens !== undefined) tokens = (tokens ?? 0) + step.tokens;
  }
  return {
    embeddings,
    ...(tokens !== undefined && { usage: { tokens } }),
    warnings: warningsFor(dimensions, embeddings[0]?.length),
  };
}

function warningsFor(
  wanted: number | undefined,
  actual: number | undefined,
): LocalEmbeddings["warnings"] {
  if (wanted === undefined || actual === undefined || wanted === actual) return [];
  const details = `The vectors of this model have ${actual} numbers, not ${wanted}.`;
  return [{ type: "unsupported", feature: "dimensions", details }];
}

/** Stops waiting at an abort. The work itself goes on: a model being loaded serves the next call. */
function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** A promise alone would let neither timers nor I/O run. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

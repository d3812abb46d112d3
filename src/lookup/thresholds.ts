/**
 * Default thresholds, by the id of the embedding model. Raw cosines of different models do not
 * compare: the same two questions may be at 0.95 with one and at 0.75 with another. Each value is
 * measured (docs/benchmarks.md); a model that is not listed gets the strict one.
 */
const MEASURED: readonly (readonly [pattern: RegExp, threshold: number])[] = [
  [/^ai-sdk-semantic-cache\//, 0.85],
  [/\/all-minilm-l6-v2(?:\?.*pooling=mean)?$/i, 0.85],
  [/(?:^|\/)text-embedding-3-small$/i, 0.85],
];

const STRICT = 0.95;

/** The threshold for an embedding model, named `provider/modelId`, that nobody chose one for. */
export function defaultThreshold(embeddingModel: string): number {
  return MEASURED.find(([pattern]) => pattern.test(embeddingModel))?.[1] ?? STRICT;
}

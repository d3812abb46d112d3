import type { EmbeddingModelLike } from "../../src/index.ts";

/** An embedding model that counts what it is asked. */
export interface FakeEmbedding extends EmbeddingModelLike {
  readonly specificationVersion: "v4";
  readonly maxEmbeddingsPerCall: number;
  readonly supportsParallelCalls: boolean;
  readonly asked: string[];
  doEmbed(options: { values: string[]; abortSignal?: AbortSignal }): Promise<{
    embeddings: number[][];
    usage: { tokens: number };
    warnings: [];
  }>;
}

/** An embedding model whose vectors come from `vectorOf`. */
export function fakeEmbedding(
  vectorOf: (text: string) => number[] | Promise<number[]>,
  modelId = "fake",
): FakeEmbedding {
  const asked: string[] = [];
  return {
    specificationVersion: "v4",
    provider: "test",
    modelId,
    maxEmbeddingsPerCall: 100,
    supportsParallelCalls: true,
    asked,
    async doEmbed({ values }) {
      asked.push(...values);
      const embeddings = await Promise.all(values.map(vectorOf));
      return { embeddings, usage: { tokens: 0 }, warnings: [] };
    },
  };
}

/** Counts of letter trigrams, hashed: texts that share wording are close. Deterministic. */
export function trigramVector(text: string, dimensions = 256): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const padded = `  ${text.toLowerCase()}  `;
  for (let at = 0; at + 3 <= padded.length; at++) {
    let hash = 2_166_136_261;
    for (const letter of padded.slice(at, at + 3)) {
      hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619);
    }
    const slot = (hash >>> 0) % dimensions;
    vector[slot] = (vector[slot] ?? 0) + 1;
  }
  return vector;
}

/** {@link fakeEmbedding} over {@link trigramVector}. */
export function trigramEmbedding(modelId?: string): FakeEmbedding {
  return fakeEmbedding((text) => trigramVector(text), modelId);
}

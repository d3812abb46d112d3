import { builtInEmbedding } from "../../src/built-in/index.ts";
import { trigramVector } from "../../test/support/embedding.ts";

/** Turns texts into vectors, the same for every peer. */
export interface Embedder {
  readonly name: EmbedderName;
  readonly provider: string;
  readonly modelId: string;
  readonly dimensions: number;
  embed(text: string): Promise<number[]>;
}

export type EmbedderName = "trigrams" | "built-in";

/** As long as those of text-embedding-3-small. */
const TRIGRAM_DIMENSIONS = 1_536;

/** An embedder by its name: counts of trigrams, the same on every machine, or the model of this library. */
export async function createEmbedder(name: EmbedderName): Promise<Embedder> {
  if (name === "trigrams") {
    return {
      name,
      provider: "bench",
      modelId: name,
      dimensions: TRIGRAM_DIMENSIONS,
      embed: async (text) => unit(trigramVector(text, TRIGRAM_DIMENSIONS)),
    };
  }
  const model = builtInEmbedding();
  const embed = async (text: string): Promise<number[]> => {
    const { embeddings } = await model.doEmbed({ values: [text] });
    return embeddings[0] ?? [];
  };
  const { provider, modelId } = model;
  return { name, provider, modelId, dimensions: (await embed("length")).length, embed };
}

/** An embedder that can be made to fail, as one behind a network does. */
export function breakable(embedder: Embedder): { embedder: Embedder; breakDown(): void } {
  let isDown = false;
  const embed = async (text: string): Promise<number[]> => {
    if (isDown) throw new Error("embedding service is down");
    return embedder.embed(text);
  };
  const breakDown = (): void => {
    isDown = true;
  };
  return { embedder: { ...embedder, embed }, breakDown };
}

function unit(vector: readonly number[]): number[] {
  const norm = Math.hypot(...vector) || 1;
  return vector.map((value) => value / norm);
}

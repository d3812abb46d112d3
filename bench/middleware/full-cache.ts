import { generateText, streamText, wrapLanguageModel } from "ai";
import { type EmbeddingModelLike, memoryStore, semanticCache } from "../../src/index.ts";
import { createSource as createVectors } from "../memory/vectors.ts";
import type { SdkModel } from "../peers/sdk-types.ts";
import { createSource } from "../peers/source.ts";
import { textOf } from "../support/prompts.ts";

/** A model that answers at once, alone and behind a full cache whose embedding costs nothing. */
export interface FullCache {
  readonly alone: SdkModel;
  readonly cached: SdkModel;
  /** Calls of the model. */
  calls(): number;
  /** A prompt nobody asked. What it means is laid out, so that embedding it takes no time. */
  unknown(): string;
  /** The prompt of an entry, in its own words or in others. */
  known(words: "same" | "other"): string;
  /** Waits for what is written behind the caller. */
  settle(): Promise<void>;
}

const DIMENSIONS = 1_536;
const CHARACTERS = 1_000;
const THRESHOLD = 0.9;
/** Jumps over the entries, so that neighbours are not asked after each other. */
const STEP = 37;

/** A cache with that many answers to prompts of 1 KB and their vectors, all in one scope. */
export async function fullCache(entries: number): Promise<FullCache> {
  const source = createSource();
  const vectors = createVectors(DIMENSIONS);
  const embedding = laidOut();
  const cache = semanticCache({
    store: memoryStore({ maxEntries: 2 * entries, maxBytes: 4e9 }),
    embeddingModel: embedding.model,
    threshold: THRESHOLD,
  });
  const alone = source.model("model-a");
  const cached = wrapLanguageModel({ model: alone, middleware: cache });
  const providerOptions = { semanticCache: { cache: "reload" } };
  for (let index = 0; index < entries; index++) {
    embedding.layOut(vectors.at(index));
    await generateText({ model: cached, prompt: textOf(CHARACTERS, index), providerOptions });
    await cache.flush();
  }
  let asked = 0;
  return {
    alone,
    cached,
    calls: source.calls,
    settle: () => cache.flush(),
    unknown() {
      embedding.layOut(vectors.far(++asked));
      return textOf(CHARACTERS, entries + asked);
    },
    known(words) {
      const index = (++asked * STEP) % entries;
      embedding.layOut(vectors.near(index, asked));
      const prompt = textOf(CHARACTERS, index);
      return words === "same" ? prompt : prompt.replaceAll(" the ", " a ");
    },
  };
}

/** An answer in full, as its caller reads it. */
export async function generated(model: SdkModel, prompt: string): Promise<number> {
  return (await generateText({ model, prompt, maxRetries: 0 })).text.length;
}

/** A stream of which the first text has been read. The caller has to read the rest. */
export async function begun(model: SdkModel, prompt: string): Promise<AsyncIterator<string>> {
  const texts = streamText({ model, prompt, maxRetries: 0 }).textStream[Symbol.asyncIterator]();
  await texts.next();
  return texts;
}

/** An embedding model whose next vectors are given beforehand. */
function laidOut(): { model: EmbeddingModelLike; layOut(vector: Float32Array): void } {
  let next: readonly number[] = [];
  const model: EmbeddingModelLike = {
    specificationVersion: "v4",
    provider: "bench",
    modelId: "laid-out",
    doEmbed: async ({ values }) => ({ embeddings: values.map(() => next) }),
  };
  return {
    model,
    layOut(vector) {
      next = Array.from(vector);
    },
  };
}

import { forgetSimilaritiesOf } from "../learning/forget-similarities.ts";
import type { Embedder, Embedding } from "../lookup/embedder.ts";
import type { StoredEntry } from "../store.ts";

/** An entry with the question it answers. */
export interface AskedEntry {
  readonly entry: StoredEntry;
  readonly query: string;
}

/** An entry with its vector of another model, or what kept it from getting one. */
export type Reembedded =
  | { readonly entry: StoredEntry; readonly error?: undefined }
  | { readonly entry: StoredEntry; readonly error: unknown };

/** Texts in one call of an embedding model, or of the SDK, which splits them further where it must. */
export const BATCH_SIZE = 64;

/**
 * The same entries with the vectors an embedder gives their questions. Where it has none for a text, the
 * entry is left without, to be hit exactly. When a batch fails, each text is tried by itself: one that
 * is too long must not take the others with it.
 */
export async function embedEntries(
  embedder: Embedder,
  asked: readonly AskedEntry[],
  signal: AbortSignal,
): Promise<Reembedded[]> {
  try {
    const queries = asked.map(({ query }) => query);
    const embeddings = await embedder.embedMany(queries, signal);
    return asked.map(({ entry }, index) => ({ entry: withEmbedding(entry, embeddings[index]) }));
  } catch (error) {
    if (asked.length === 1 || signal.aborted) return asked.map(({ entry }) => ({ entry, error }));
    const single = asked.map((one) => embedEntries(embedder, [one], signal));
    return (await Promise.all(single)).flat();
  }
}

/** Whether an entry has a vector of this embedder. */
export async function isInSpace(
  embedder: Embedder,
  { vector, space }: StoredEntry,
): Promise<boolean> {
  return vector !== undefined && space === (await embedder.spaceOf(vector.length));
}

function withEmbedding(entry: StoredEntry, embedding: Embedding | undefined): StoredEntry {
  const payload = forgetSimilaritiesOf(entry.payload);
  return { ...entry, vector: embedding?.vector, space: embedding?.space, payload };
}

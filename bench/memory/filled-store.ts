import {
  type CacheStore,
  type Match,
  type MemoryStoreOptions,
  memoryStore,
} from "../../src/index.ts";
import type { StoredEntry } from "../../src/store.ts";
import { medianOf } from "../support/measure.ts";

export const THRESHOLD = 0.9;
export const LIMIT = 4;

const SCOPE = "5c0be";
const SPACE = "5bace";
const TIMES = { createdAt: 0, staleAt: 8e15, expiresAt: 8e15 };
const LABELS = { namespace: "0", model: "0", tags: [], sources: [] };

/** A memory store without bounds. */
export function unboundedStore(options: MemoryStoreOptions = {}): CacheStore {
  return memoryStore({ maxEntries: 1e9, maxBytes: 1e15, ...options });
}

/** An entry with a short answer. */
export function entryOf(index: number, vector: Float32Array | undefined): StoredEntry {
  const key = index.toString(16).padStart(16, "0");
  return { scope: SCOPE, key, ...LABELS, ...TIMES, space: SPACE, vector, payload: "{}" };
}

/** The lookup by meaning, as the cache asks for it. */
export async function lookup(
  store: CacheStore,
  vector: Float32Array,
  threshold: number = THRESHOLD,
): Promise<readonly Match[]> {
  return store.search({ scope: SCOPE, space: SPACE, vector, threshold, limit: LIMIT });
}

/** The index of the entry of a match. */
export function indexOf({ entry }: Match): number {
  return Number.parseInt(entry.key, 16);
}

/** Fills a store and says how long a write took: in the middle, on average, and the longest but for the first. */
export async function fill(
  store: CacheStore,
  count: number,
  vectorAt: (index: number) => Float32Array | undefined,
): Promise<{ readonly insertUs: number; readonly meanUs: number; readonly slowestMs: number }> {
  const times = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const entry = entryOf(index, vectorAt(index));
    const startedAt = performance.now();
    const written = store.set(entry);
    if (written) await written; // the first one loads the index
    times[index] = performance.now() - startedAt;
  }
  const [, ...others] = times;
  const meanUs = (1_000 * times.reduce((total, time) => total + time, 0)) / count;
  const slowestMs = others.reduce((most, time) => Math.max(most, time), 0);
  return { insertUs: 1_000 * medianOf(others), meanUs, slowestMs };
}

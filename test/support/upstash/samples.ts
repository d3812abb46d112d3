import type { CacheStore, StoreChange, StoredEntry } from "../../../src/index.ts";

export const HOUR = 3_600_000;

/** Sixty-four hex digits that stand for a number. */
export function hash(seed: number): string {
  return seed.toString(16).padStart(4, "0").repeat(16);
}

/** A unit vector of 256 numbers in the plane of the first two. */
export function at(degrees: number): Float32Array {
  const vector = new Float32Array(256);
  const angle = (degrees * Math.PI) / 180;
  vector.set([Math.cos(angle), Math.sin(angle)]);
  return vector;
}

/** An entry of one scope, namespace and space; every field can be said. */
export function entry(key: number, fields: Partial<StoredEntry> = {}): StoredEntry {
  const createdAt = Date.now();
  const times = { createdAt, staleAt: createdAt + HOUR, expiresAt: createdAt + HOUR };
  const where = { scope: hash(1), key: hash(key), namespace: hash(2), model: hash(3) };
  const meaning = { space: hash(4), vector: at(0) };
  return { ...where, ...meaning, tags: [], sources: [], ...times, payload: "answer", ...fields };
}

/** Asks for what {@link entry} makes. */
export function near(degrees: number, threshold = 0.9): Parameters<CacheStore["search"]>[0] {
  return { scope: hash(1), space: hash(4), vector: at(degrees), limit: 4, threshold };
}

/** What a store tells of, from now on. */
export function changesOf(store: CacheStore): StoreChange[] {
  const changes: StoreChange[] = [];
  store.changes?.((change) => void changes.push(change));
  return changes;
}

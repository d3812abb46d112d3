import type { CacheStore, StoredEntry } from "../../../src/index.ts";

/**
 * A store whose index takes vectors of one length, for suites with shorter ones: they are filled up with
 * zeros, which changes no cosine, and cut again when they are read.
 */
export function paddedStore(store: CacheStore, dimension: number): CacheStore {
  const lengths = new Map<string, number>();
  const pad = (vector: Float32Array): Float32Array => {
    const padded = new Float32Array(dimension);
    padded.set(vector);
    return padded;
  };
  const cut = <Entry extends StoredEntry | undefined>(entry: Entry): Entry => {
    if (!entry?.vector) return entry;
    const length = lengths.get(`${entry.scope}.${entry.key}`);
    return { ...entry, vector: entry.vector.slice(0, length) };
  };

  return {
    ...store,
    get: async (query) => cut(await store.get(query)),
    async set(entry) {
      if (!entry.vector) return store.set(entry);
      lengths.set(`${entry.scope}.${entry.key}`, entry.vector.length);
      await store.set({ ...entry, vector: pad(entry.vector) });
    },
    async search(query) {
      const matches = await store.search({ ...query, vector: pad(query.vector) });
      return matches.map(({ entry, similarity }) => ({ entry: cut(entry), similarity }));
    },
    async *entries(filter) {
      for await (const entry of store.entries(filter)) yield cut(entry);
    },
  };
}

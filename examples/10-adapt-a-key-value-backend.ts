// A backend you have, of the shape `get, set, delete, clear, iterate, find_similar, get_stats`, as a store.
import { generateText, wrapLanguageModel } from "ai";
import { type CacheStore, semanticCache } from "ai-sdk-semantic-cache";
import { storeConformance } from "ai-sdk-semantic-cache/testing";
import { offlineModel } from "./support/model.ts";
import { type Records, storeOverRecords } from "./support/store-over-records.ts";

export interface KeyValueBackend {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, options: KeyValueOptions): Promise<void>;
  delete(key: string): Promise<void>;
  clear(): Promise<void>;
  iterate(): AsyncIterable<[key: string, value: string]>;
  find_similar(vector: number[], limit: number): Promise<{ key: string; similarity: number }[]>;
  get_stats(): Promise<{ entries: number }>;
}

export interface KeyValueOptions {
  ttl_seconds: number;
  vector?: number[];
}

export function keyValueBackendStore(backend: KeyValueBackend): CacheStore {
  const records: Records = {
    read: (name) => backend.get(name),
    async write(name, text, expiresAt, place) {
      const ttl_seconds = Math.ceil((expiresAt - Date.now()) / 1_000);
      if (ttl_seconds <= 0) return backend.delete(name);
      const options = place ? { ttl_seconds, vector: [...place.vector] } : { ttl_seconds };
      await backend.set(name, text, options);
    },
    remove: (name) => backend.delete(name),
    removeAll: () => backend.clear(),
    async names(beginning) {
      const names: string[] = [];
      for await (const [key] of backend.iterate()) if (key.startsWith(beginning)) names.push(key);
      return names;
    },
    async near({ vector }, count) {
      // It knows no partitions: what lies in others is left out by the store, which then asks for more.
      const found = await backend.find_similar([...vector], count);
      return found.map(({ key }) => key);
    },
  };
  return storeOverRecords("key-value-backend", records);
}

/** Plays the backend you have. */
export function createKeyValueBackend(): KeyValueBackend {
  const rows = new Map<string, { value: string; vector: number[] | undefined; until: number }>();
  const live = () => [...rows].filter(([, { until }]) => until > Date.now());
  const dot = (left: number[], right: number[]) =>
    left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  return {
    get: async (key) => live().find(([name]) => name === key)?.[1].value,
    async set(key, value, { ttl_seconds, vector }) {
      rows.set(key, { value, vector, until: Date.now() + ttl_seconds * 1_000 });
    },
    async delete(key) {
      rows.delete(key);
    },
    clear: async () => rows.clear(),
    async *iterate() {
      for (const [key, { value }] of live()) yield [key, value];
    },
    async find_similar(vector, limit) {
      return live()
        .flatMap(([key, row]) =>
          row.vector?.length === vector.length
            ? [{ key, similarity: dot(row.vector, vector) }]
            : [],
        )
        .sort((left, right) => right.similarity - left.similarity)
        .slice(0, limit);
    },
    get_stats: async () => ({ entries: live().length }),
  };
}

if (import.meta.main) {
  const cases = storeConformance(() => keyValueBackendStore(createKeyValueBackend()));
  for (const { run } of cases) await run(); // In your tests: test(name, run)
  console.log("The adapted backend keeps every promise of the contract.");

  const backend = createKeyValueBackend();
  const cache = semanticCache({ store: keyValueBackendStore(backend) });
  const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });
  for (const prompt of ["What is your refund policy?", "Tell me about your refund policy"]) {
    const { text } = await generateText({ model, prompt });
    await cache.flush();
    console.log(`${text} (${cache.stats().hits.semantic} semantic hits)`);
  }
}

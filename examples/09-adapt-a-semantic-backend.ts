// A backend you have, of the shape `store, search, invalidate_namespace, clear, namespace_size`, as a store.
import { generateText, wrapLanguageModel } from "ai";
import { type CacheStore, semanticCache } from "ai-sdk-semantic-cache";
import { storeConformance } from "ai-sdk-semantic-cache/testing";
import { offlineModel } from "./support/model.ts";
import { type Records, storeOverRecords } from "./support/store-over-records.ts";

export interface SemanticBackend {
  store(namespace: string, vector: number[], value: string, ttl_seconds: number): Promise<void>;
  search(namespace: string, vector: number[], limit: number): Promise<{ value: string }[]>;
  invalidate_namespace(namespace: string): Promise<void>;
  clear(): Promise<void>;
  namespace_size(namespace: string): Promise<number>;
}

/** It finds by vector only. One point in a namespace of its own is as good as a key. */
const POINT = [1];

export function semanticBackendStore(backend: SemanticBackend): CacheStore {
  async function everythingIn(namespace: string): Promise<string[]> {
    const found = await backend.search(namespace, POINT, await backend.namespace_size(namespace));
    return found.map(({ value }) => value);
  }

  const records: Records = {
    async read(name) {
      const [found] = await backend.search(name, POINT, 1);
      return found?.value;
    },
    async write(name, text, expiresAt, place) {
      const seconds = Math.ceil((expiresAt - Date.now()) / 1_000);
      await backend.invalidate_namespace(name);
      if (seconds <= 0) return;
      await backend.store(name, POINT, text, seconds);
      const [kind = ""] = name.split(".");
      await backend.store(`names.${kind}.`, POINT, name, seconds); // nothing else lists namespaces
      if (!place) return;
      await backend.store(`vectors.${place.partition}`, [...place.vector], name, seconds);
    },
    remove: (name) => backend.invalidate_namespace(name),
    removeAll: () => backend.clear(),
    names: (beginning) => everythingIn(`names.${beginning}`),
    async near({ partition, vector }, count) {
      const found = await backend.search(`vectors.${partition}`, [...vector], count);
      return found.map(({ value }) => value);
    },
  };
  return storeOverRecords("semantic-backend", records);
}

/** Plays the backend you have. */
export function createSemanticBackend(): SemanticBackend {
  const namespaces = new Map<string, { vector: number[]; value: string; until: number }[]>();
  const live = (namespace: string) =>
    (namespaces.get(namespace) ?? []).filter(({ until }) => until > Date.now());
  const dot = (left: number[], right: number[]) =>
    left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  return {
    async store(namespace, vector, value, ttl_seconds) {
      const until = Date.now() + ttl_seconds * 1_000;
      namespaces.set(namespace, [...live(namespace), { vector, value, until }]);
    },
    async search(namespace, vector, limit) {
      return live(namespace)
        .sort((left, right) => dot(right.vector, vector) - dot(left.vector, vector))
        .slice(0, limit);
    },
    async invalidate_namespace(namespace) {
      namespaces.delete(namespace);
    },
    clear: async () => namespaces.clear(),
    namespace_size: async (namespace) => live(namespace).length,
  };
}

if (import.meta.main) {
  const cases = storeConformance(() => semanticBackendStore(createSemanticBackend()));
  for (const { run } of cases) await run(); // In your tests: test(name, run)
  console.log("The adapted backend keeps every promise of the contract.");

  const cache = semanticCache({ store: semanticBackendStore(createSemanticBackend()) });
  const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });
  for (const prompt of ["What is your refund policy?", "Tell me about your refund policy"]) {
    const { text } = await generateText({ model, prompt });
    await cache.flush();
    console.log(`${text} (${cache.stats().hits.semantic} semantic hits)`);
  }
}

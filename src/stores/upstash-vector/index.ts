import { SemanticCacheError } from "../../errors.ts";
import { dot } from "../../similarity.ts";
import type {
  CacheStore,
  EntryFilter,
  Match,
  SearchQuery,
  StoreChange,
  StoredEntry,
} from "../../store.ts";
import { checkPrefix } from "../../store-kit/names.ts";
import { storedRecords } from "./entry-records.ts";
import { indexRecords } from "./index-records.ts";
import type { UpstashVectorClient } from "./vector-client.ts";
import { vectorService } from "./vector-service.ts";
import { type VectorEntry, vectorSpaces } from "./vector-spaces.ts";

export type { InNamespace, UpstashVectorClient, VectorItem } from "./vector-client.ts";

/** Options of {@link upstashVectorStore}. */
export interface UpstashVectorStoreOptions {
  /** An `Index` of `@upstash/vector`: dense, COSINE, with the dimensions of the embedding model. */
  readonly client: UpstashVectorClient;
  /** Begins the name of every namespace. @default "semantic-cache" */
  readonly prefix?: string | undefined;
  /**
   * A second store that keeps the entries themselves, while the index keeps their vectors: for answers
   * above the size limit of an index, and for exact hits without delay. It is not closed with this one.
   * @default none: the index keeps both
   */
  readonly records?: CacheStore | undefined;
}

/**
 * A store in an Upstash Vector index: the service searches, in a namespace for each scope and embedding
 * model. It shows writes a moment later; those of this process are known at once.
 *
 * @throws SemanticCacheError `invalid-options` when the client is no index or the prefix is none.
 */
export function upstashVectorStore(options: UpstashVectorStoreOptions): CacheStore {
  const { client, records: second } = checkOptions(options);
  const root = `${checkPrefix("upstashVectorStore", options.prefix ?? "semantic-cache")}.1`;
  const listeners = new Set<(change: StoreChange) => void>();
  const service = vectorService(client);
  const spaces = vectorSpaces(service, root);
  const records = second
    ? storedRecords(second)
    : indexRecords({
        service,
        namespace: `${root}.records`,
        tell: (change) => {
          for (const listener of listeners) listener(change);
        },
        removeVectors: (places) => spaces.remove(places),
      });

  return {
    specificationVersion: "v1",
    name: "upstash-vector",
    capabilities: {
      search: "approximate",
      expiry: second?.capabilities.expiry ?? "none",
      consistency: "eventual",
      shared: second?.capabilities.shared ?? true,
      dimensions: "fixed",
    },

    get: (query) => records.get(query),

    async search(query) {
      const { scope, limit } = query;
      const keys = await spaces.nominate(query);
      const first = best(await records.read(scope, keys.slice(0, limit)), query);
      if (first.length === limit || keys.length <= limit) return first;
      const rest = await records.read(scope, keys.slice(limit)); // some were gone
      return best([...first.map(({ entry }) => entry), ...rest], query);
    },

    async set(entry) {
      if (!hasVector(entry)) return records.set(entry);
      await service.dimension(entry.vector.length); // a vector that does not fit: nothing is written
      await Promise.all([records.set(entry), spaces.write(entry)]);
    },

    async delete(filter, { dryRun = false } = {}) {
      if (dryRun) return records.count(filter);
      const { count, places } = await records.remove(filter);
      await (isEverything(filter) ? spaces.clear() : spaces.remove(places));
      return count;
    },

    size: (filter) => records.size(filter),
    entries: (filter) => records.entries(filter),
    getAlias: (alias) => records.getAlias(alias),
    setAlias: (alias) => records.setAlias(alias),

    ...(second?.touch && { touch: (address) => second.touch?.(address) }),
    ...(second?.lease && { lease: (name, milliseconds) => second.lease?.(name, milliseconds) }),
    ...(second?.invalidations && {
      invalidations: (listener) => second.invalidations?.(listener) ?? (() => {}),
    }),

    changes(listener) {
      if (second) return second.changes?.(listener) ?? (() => {});
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    close: () => listeners.clear(),
  };
}

/** The nominees that hold what was said of them, by their own vectors. */
function best(entries: readonly StoredEntry[], query: SearchQuery): Match[] {
  const { space, vector, limit, threshold } = query;
  return entries
    .filter((entry) => entry.space === space)
    .map((entry) => ({ entry, similarity: entry.vector ? dot(entry.vector, vector) : Number.NaN }))
    .filter(({ similarity }) => similarity >= threshold)
    .sort((left, right) => right.similarity - left.similarity)
    .slice(0, limit);
}

function hasVector(entry: StoredEntry): entry is VectorEntry {
  return entry.vector !== undefined && entry.space !== undefined;
}

function isEverything(filter: EntryFilter): boolean {
  return Object.values(filter).every((value) => value === undefined);
}

function checkOptions(options: UpstashVectorStoreOptions): UpstashVectorStoreOptions {
  const { client, records } = options;
  const isClient =
    typeof client?.query === "function" && typeof client.listNamespaces === "function";
  const isStore = records === undefined || records?.specificationVersion === "v1";
  if (isClient && isStore) return options;
  throw new SemanticCacheError(
    "invalid-options",
    isClient
      ? "upstashVectorStore: records must be a store."
      : "upstashVectorStore: client must be an Index of @upstash/vector.",
  );
}

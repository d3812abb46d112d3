import { dot } from "../../similarity.ts";
import type {
  CacheStore,
  EntryFilter,
  Hex,
  Invalidation,
  Match,
  SearchQuery,
  StoreChange,
  StoredEntry,
} from "../../store.ts";
import { createAddresses } from "./addresses.ts";
import { checkEncryptedOptions, type EncryptedStoreOptions } from "./options.ts";
import { createRotation } from "./rotation.ts";
import { sealAlias, unsealTarget } from "./sealed-alias.ts";
import { blindAddress, blindFilter, namesHash, type UnsealedEntry } from "./sealed-entry.ts";
import { createSecretKey, type SecretKey } from "./secret-key.ts";
import { createUnsealing } from "./unsealing.ts";

export type { EncryptedStoreOptions } from "./options.ts";
export type { EncryptionKey } from "./secret-key.ts";

/**
 * Any store, encrypted by AES-256-GCM before anything leaves the process: answers, questions and names
 * as ciphertext, every hash as an HMAC. Vectors stay as they are, unless `vectors` is `"none"`.
 *
 * @throws SemanticCacheError `invalid-options` for a key without an id, a short secret, or what is no store.
 */
export function encryptedStore(options: EncryptedStoreOptions): CacheStore {
  checkEncryptedOptions(options);
  const { store, vectors = "plain" } = options;
  const keys = options.keys.map(createSecretKey);
  const newest = keys[0] as SecretKey; // checked above
  const addresses = createAddresses();
  const listeners = new Set<(change: StoreChange) => void>();
  const rotation = createRotation({ store, keys, vectors, addresses });
  const unsealing = createUnsealing(store, keys, (change) => {
    const known = addresses.ofChange(change);
    for (const listener of listeners) listener(known);
  });

  /** A filter as the inner store must hear it: once for each key, or just once when no hash is in it. */
  async function filtersOf(filter: EntryFilter): Promise<readonly EntryFilter[]> {
    return namesHash(filter) ? Promise.all(keys.map((key) => blindFilter(key, filter))) : [filter];
  }

  async function answer(
    sealed: StoredEntry,
    isAsked: (entry: StoredEntry) => boolean,
  ): Promise<UnsealedEntry | undefined> {
    const unsealed = await unsealing.answer(sealed, isAsked);
    if (unsealed) addresses.remember(sealed, unsealed.entry);
    return unsealed;
  }

  async function getUnder(secret: SecretKey, query: KeyQuery): Promise<UnsealedEntry | undefined> {
    const scope = await secret.blind(query.scope);
    const blinded = await Promise.all(query.keys.map(secret.blind));
    const sealed = await store.get({ scope, keys: blinded });
    if (!sealed) return undefined;
    const key = query.keys[blinded.indexOf(sealed.key)];
    if (key) addresses.remember(sealed, { scope: query.scope, key }); // even if it is damaged
    return answer(sealed, (entry) => rankOf(entry, query) >= 0);
  }

  async function searchUnder(secret: SecretKey, query: SearchQuery): Promise<readonly Found[]> {
    const { scope, space, vector, threshold } = query;
    const [blindScope, blindSpace] = await Promise.all([scope, space].map(secret.blind));
    const blinded = { ...query, scope: blindScope ?? "", space: blindSpace ?? "" };
    const isAsked = (entry: StoredEntry): boolean =>
      entry.scope === scope && entry.space === space && similarityTo(entry, vector) >= threshold;
    const matches = await store.search(blinded);
    const found = await Promise.all(matches.map(({ entry: sealed }) => answer(sealed, isAsked)));
    return found.flatMap((each) =>
      each ? [{ ...each, similarity: similarityTo(each.entry, vector) }] : [],
    );
  }

  return {
    specificationVersion: "v1",
    name: "encrypted",
    capabilities: {
      ...store.capabilities,
      search: vectors === "plain" ? store.capabilities.search : "none",
      texts: "hidden",
    },

    load: () => store.load?.(),

    async get(query) {
      const move = rotation.watch();
      const found = await Promise.all(keys.map((key) => getUnder(key, query)));
      const [first] = found
        .filter((each) => each !== undefined)
        .sort((left, right) => rankOf(left.entry, query) - rankOf(right.entry, query));
      if (!first) return undefined;
      move(first);
      return first.entry;
    },

    async search(query) {
      if (vectors === "none") return [];
      const move = rotation.watch();
      const found = await Promise.all(keys.map((key) => searchUnder(key, query)));
      const best = new Map<string, Found>(); // by key of entry; the newest secret comes first
      for (const each of found.flat()) {
        if (!best.has(each.entry.key)) best.set(each.entry.key, each);
        move(each);
      }
      return [...best.values()]
        .sort((left, right) => right.similarity - left.similarity)
        .slice(0, query.limit)
        .map(({ entry, similarity }): Match => ({ entry, similarity }));
    },

    set: (entry) => rotation.write(entry),

    async delete(filter, deleteOptions) {
      rotation.removed();
      try {
        const filters = await filtersOf(filter);
        const counts = await Promise.all(filters.map((each) => store.delete(each, deleteOptions)));
        return counts.reduce((sum, count) => sum + count, 0);
      } finally {
        rotation.removed();
      }
    },

    async size({ namespace } = {}) {
      const filters = await filtersOf({ namespace });
      const sizes = await Promise.all(
        filters.map((filter) => store.size({ namespace: filter.namespace })),
      );
      return sizes.reduce((sum, size) => ({
        entries: sum.entries + size.entries,
        bytes: sum.bytes === undefined ? undefined : sum.bytes + (size.bytes ?? 0),
      }));
    },

    async *entries(filter = {}) {
      for (const each of await filtersOf(filter)) {
        for await (const sealed of store.entries(each)) {
          const unsealed = await unsealing.item(sealed);
          if (unsealed) yield unsealed.entry;
        }
      }
    },

    async getAlias(alias) {
      const targets = await Promise.all(
        keys.map(async (key) => {
          const blinded = await key.blind(alias);
          const target = await store.getAlias(blinded);
          return target && unsealTarget(key, blinded, target);
        }),
      );
      return targets.find((target) => target !== undefined);
    },

    async setAlias(alias) {
      await store.setAlias(await sealAlias(newest, alias));
    },

    async touch(address) {
      if (!store.touch) return;
      const blinded = await Promise.all(keys.map((key) => blindAddress(key, address)));
      await Promise.all(blinded.map((each) => store.touch?.(each)));
    },

    ...(store.lease && {
      lease: async (name: Hex, milliseconds: number) =>
        store.lease?.(await newest.blind(name), milliseconds),
    }),

    changes(listener) {
      listeners.add(listener);
      const stop = store.changes?.((change) => listener(addresses.ofChange(change)));
      return () => {
        listeners.delete(listener);
        stop?.();
      };
    },

    ...(store.invalidations && {
      invalidations: (listener: (news: Invalidation) => void) =>
        store.invalidations?.((news) => listener(addresses.ofInvalidation(news))) ?? (() => {}),
    }),

    close: () => store.close?.(),
  };
}

interface KeyQuery {
  readonly scope: Hex;
  readonly keys: readonly Hex[];
}

type Found = UnsealedEntry & { readonly similarity: number };

/** Which of the keys asked for leads to an entry: the first is 0; -1 when none does. */
function rankOf({ scope, key, normalKey }: StoredEntry, asked: KeyQuery): number {
  if (scope !== asked.scope) return -1;
  return asked.keys.findIndex((name) => name === key || name === normalKey);
}

/** By the vector inside the ciphertext: another one may have been put beside it. */
function similarityTo({ vector }: StoredEntry, query: Float32Array): number {
  return vector ? dot(vector, query) : Number.NaN;
}

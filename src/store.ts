/** A value, or a promise of it: a store in memory stays synchronous and costs no microtask. */
export type MaybePromise<T> = T | PromiseLike<T>;

/** Lower-case hexadecimal text. Nothing else of a request may reach a query, filter or key pattern. */
export type Hex = string;

/** Where an entry lives: its partition and, inside it, the hash of its request. */
export interface EntryAddress {
  readonly scope: Hex;
  readonly key: Hex;
}

/**
 * One stored answer. All index fields are hex hashes, all times absolute epoch milliseconds; what the
 * entry says is in `payload`, which a store keeps byte for byte and never reads.
 */
export interface StoredEntry extends EntryAddress {
  /** Second exact key: the hash of the question's normal form. Answers `get` like `key` does. */
  readonly normalKey?: Hex | undefined;
  /** Hash of the namespace, to count and clear by. */
  readonly namespace: Hex;
  /** Hash of `provider/modelId`, to delete by. */
  readonly model: Hex;
  /** Hashes of the names given to the answer, to delete by. */
  readonly tags: readonly Hex[];
  /** Hashes of documents the answer depends on, and of their versions, to delete by. */
  readonly sources: readonly Hex[];
  /** Hash of the embedding model that made `vector`. Vectors of two spaces are never compared. */
  readonly space?: Hex | undefined;
  /** Unit length. Absent: the entry can only be hit exactly. */
  readonly vector?: Float32Array | undefined;
  readonly createdAt: number;
  /** From here on the entry is stale. Not for a store to act on. */
  readonly staleAt: number;
  /** From here on the entry must not be returned. */
  readonly expiresAt: number;
  /** The answer and what people need to know of it, as JSON. Not for a store to read. */
  readonly payload: string;
}

/** A pointer written beside entries: `alias` (a hash) leads to `target` (a hash) until it expires. */
export interface Alias {
  readonly alias: Hex;
  readonly target: Hex;
  readonly namespace: Hex;
  readonly expiresAt: number;
}

/** What `search` is asked. Scope and space are pre-filters: no other partition may be touched. */
export interface SearchQuery {
  readonly scope: Hex;
  readonly space: Hex;
  readonly vector: Float32Array;
  /** Most matches to return, best first. */
  readonly limit: number;
  /** Least similarity (raw cosine) of a match. */
  readonly threshold: number;
}

/** A candidate: an entry and its raw cosine similarity in [-1, 1], higher is closer. */
export interface Match {
  readonly entry: StoredEntry;
  readonly similarity: number;
}

/** Which entries: every field given must hold (AND); a list holds when any of its items does. */
export interface EntryFilter {
  readonly entries?: readonly EntryAddress[] | undefined;
  readonly namespace?: Hex | undefined;
  readonly model?: Hex | undefined;
  readonly tags?: readonly Hex[] | undefined;
  readonly sources?: readonly Hex[] | undefined;
  /** Epoch milliseconds: entries created before this moment. */
  readonly createdBefore?: number | undefined;
}

/** What a store holds: entries, and their approximate size in bytes where it is known. */
export interface StoreSize {
  readonly entries: number;
  readonly bytes?: number | undefined;
}

/**
 * Something that happened to an entry in a store without being asked for: it was evicted, its time had
 * come, or what was read is no entry any more (and was removed, unless another version of this library
 * wrote it).
 */
export interface StoreChange extends EntryAddress {
  readonly type: "evict" | "expire" | "corrupt" | "unknown-format";
}

/**
 * News for those who hold copies: these entries were replaced or removed by somebody else. Without
 * `entries` anything may have been (a namespace was cleared, news was lost): no copy can be trusted.
 */
export interface Invalidation {
  readonly entries?: readonly EntryAddress[] | undefined;
}

/**
 * What a store can do, as data. The core reads `search` and `shared`; the conformance suite reads all to
 * choose its cases.
 */
export interface StoreCapabilities {
  /** Whether `search` sees every entry, may overlook some, or is not there. */
  readonly search: "exact" | "approximate" | "none";
  /** How fine the store's own expiry is. The core checks every read again. */
  readonly expiry: "milliseconds" | "seconds" | "none";
  /** Whether a write is visible to the next read, or only soon. */
  readonly consistency: "immediate" | "eventual";
  /** Whether other processes see the entries: decides about privacy rules and round trips. */
  readonly shared: boolean;
  /**
   * `hidden`: keeps payloads so that who can read the storage cannot read their texts. Tools for people
   * (the inspector) then show none. @default "readable"
   */
  readonly texts?: "readable" | "hidden" | undefined;
  /** `fixed`: takes vectors of one length only, and throws on others. @default "any" */
  readonly dimensions?: "any" | "fixed" | undefined;
}

/**
 * The contract of a store: a plain object, usually made by a factory. On the way of a
 * request every method may fail or hang: the core turns that into an event and a miss. Entries may vanish at any time, but never in part.
 * Check yours with `storeConformance` from `ai-sdk-semantic-cache/testing`.
 */
export interface CacheStore {
  readonly specificationVersion: "v1";
  readonly name: string;
  readonly capabilities: StoreCapabilities;

  /** The entry of the first of `keys` that is found in `scope`, by `key` or `normalKey`; never an expired one. */
  get(query: {
    readonly scope: Hex;
    readonly keys: readonly Hex[];
  }): MaybePromise<StoredEntry | undefined>;
  /** The nearest entries of one scope and space, best first; never an expired one. */
  search(query: SearchQuery): MaybePromise<readonly Match[]>;
  /** Writes an entry and its vector together, replacing the one at the same address. */
  set(entry: StoredEntry): MaybePromise<void>;
  /** Removes the entries that match and says how many; with `dryRun` it only counts. An empty filter matches all. */
  delete(filter: EntryFilter, options?: { readonly dryRun?: boolean }): MaybePromise<number>;
  /** How much is held, of one namespace when named. */
  size(filter?: { readonly namespace?: Hex | undefined }): MaybePromise<StoreSize>;
  /** All entries that match, in any order. */
  entries(filter?: EntryFilter): AsyncIterable<StoredEntry> | Iterable<StoredEntry>;

  /** The target of an alias, unless it has expired. */
  getAlias(alias: Hex): MaybePromise<Hex | undefined>;
  /** Writes an alias, replacing one of the same name. `delete` by namespace removes it too. */
  setAlias(alias: Alias): MaybePromise<void>;

  /**
   * Called before the first request, which waits for it without a deadline: loads parts of the store's own
   * code. Not for connecting. What it throws is left to the calls that follow.
   */
  load?(): MaybePromise<unknown>;
  /** Marks an entry as just used, for stores that evict the least recently used. */
  touch?(address: EntryAddress): MaybePromise<void>;
  /** Tries to hold a named lease for `milliseconds`; `undefined` when somebody else holds it. */
  lease?(
    name: Hex,
    milliseconds: number,
  ): MaybePromise<{ release(): MaybePromise<void> } | undefined>;
  /** Calls `listener` for every {@link StoreChange} met by this object, until the returned function is called. */
  changes?(listener: (change: StoreChange) => void): () => void;
  /**
   * Calls `listener` for what other processes replace and remove in the same data, until the returned
   * function is called. News may come late; none is lost without a word ({@link Invalidation}).
   */
  invalidations?(listener: (invalidation: Invalidation) => void): () => void;
  /** Frees what the store opened itself; never a client that was passed in. */
  close?(): MaybePromise<void>;
}

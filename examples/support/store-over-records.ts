import type {
  Alias,
  CacheStore,
  EntryAddress,
  EntryFilter,
  Match,
  StoredEntry,
} from "ai-sdk-semantic-cache";

/** What is asked of a backend: text under names, and names that lie near a vector. */
export interface Records {
  read(name: string): Promise<string | undefined>;
  /** Replaces what is under the name. */
  write(name: string, text: string, expiresAt: number, place?: Place): Promise<void>;
  remove(name: string): Promise<void>;
  removeAll(): Promise<void>;
  /** All names that begin so; some may lead nowhere by now. */
  names(beginning: "entry." | "alias."): Promise<readonly string[]>;
  /** The `count` names nearest to a place; some may lead nowhere, or into another partition. */
  near(place: Place, count: number): Promise<readonly string[]>;
}

/** Where an entry is found by meaning. */
export interface Place {
  readonly partition: string;
  readonly vector: Float32Array;
}

/** A whole store over the few things that any backend can do in some way. */
export function storeOverRecords(name: string, records: Records): CacheStore {
  const nameOf = ({ scope, key }: EntryAddress): string => `entry.${scope}.${key}`;

  async function read(entryName: string): Promise<StoredEntry | undefined> {
    const text = await records.read(entryName);
    const entry = text === undefined ? undefined : fromText(text);
    if (!entry || nameOf(entry) !== entryName) return undefined; // damaged, or put here by others
    return entry.expiresAt > Date.now() ? entry : undefined;
  }

  async function readAll(names: readonly string[]): Promise<readonly StoredEntry[]> {
    const entries = await Promise.all([...new Set(names)].map(read));
    return entries.filter((entry) => entry !== undefined);
  }

  async function list(filter: EntryFilter = {}): Promise<readonly StoredEntry[]> {
    const names = filter.entries?.map(nameOf) ?? (await records.names("entry."));
    return (await readAll(names)).filter((entry) => isNamed(entry, filter));
  }

  async function readAlias(aliasName: string): Promise<Partial<Alias>> {
    return parse((await records.read(aliasName)) ?? "") ?? {};
  }

  async function removeAliases(namespace: string): Promise<void> {
    for (const aliasName of await records.names("alias.")) {
      const alias = await readAlias(aliasName);
      if (alias.namespace === namespace) await records.remove(aliasName);
    }
  }

  return {
    specificationVersion: "v1",
    name,
    capabilities: {
      search: "exact",
      expiry: "milliseconds",
      consistency: "immediate",
      shared: true,
    },

    async get({ scope, keys }) {
      for (const key of keys) {
        const entry = await read(nameOf({ scope, key }));
        if (entry) return entry;
        const target = await records.read(`normal.${scope}.${key}`); // a normal form leads to a key
        const other = target && (await read(nameOf({ scope, key: target })));
        if (other && other.normalKey === key) return other;
      }
      return undefined;
    },

    async search({ scope, space, vector, limit, threshold }) {
      const place = { partition: `${scope}.${space}`, vector };
      for (let count = limit; ; count *= 4) {
        const names = await records.near(place, count);
        const matches = (await readAll(names))
          .filter((entry) => entry.scope === scope && entry.space === space)
          .map((entry): Match => ({ entry, similarity: dot(entry.vector, vector) }))
          .filter(({ similarity }) => similarity >= threshold)
          .sort((left, right) => right.similarity - left.similarity);
        // Names that led nowhere took the place of others: ask for more, until there are no more.
        if (matches.length >= limit || names.length < count) return matches.slice(0, limit);
      }
    },

    async set(entry) {
      const { scope, key, normalKey, space, vector, expiresAt } = entry;
      const place = vector && { partition: `${scope}.${space}`, vector };
      await records.write(nameOf(entry), toText(entry), expiresAt, place);
      if (normalKey) await records.write(`normal.${scope}.${normalKey}`, key, expiresAt);
    },

    async delete(filter, { dryRun = false } = {}) {
      const entries = await list(filter);
      if (dryRun) return entries.length;
      const { namespace, ...others } = filter;
      const isWhole = Object.values(others).every((value) => value === undefined);
      if (isWhole && namespace === undefined) await records.removeAll();
      else for (const entry of entries) await records.remove(nameOf(entry));
      if (isWhole && namespace !== undefined) await removeAliases(namespace);
      return entries.length;
    },

    size: async (filter = {}) => ({ entries: (await list(filter)).length }),

    async *entries(filter) {
      yield* await list(filter);
    },

    async getAlias(alias) {
      const { target, expiresAt = 0 } = await readAlias(`alias.${alias}`);
      return expiresAt > Date.now() ? target : undefined;
    },

    setAlias: (alias) =>
      records.write(`alias.${alias.alias}`, JSON.stringify(alias), alias.expiresAt),
  };
}

function toText(entry: StoredEntry): string {
  return JSON.stringify({ ...entry, vector: entry.vector && [...entry.vector] });
}

function fromText(text: string): StoredEntry | undefined {
  const { vector, ...entry } = parse(text) ?? {};
  return { ...entry, vector: vector && Float32Array.from(vector) };
}

/** What cannot be read any more is not there. */
function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every field given must hold; a list holds when any of its items does. */
function isNamed(entry: StoredEntry, filter: EntryFilter): boolean {
  const { entries, namespace, model, tags, sources, createdBefore } = filter;
  return [
    !entries || entries.some(({ scope, key }) => scope === entry.scope && key === entry.key),
    namespace === undefined || namespace === entry.namespace,
    model === undefined || model === entry.model,
    !tags || tags.some((tag) => entry.tags.includes(tag)),
    !sources || sources.some((source) => entry.sources.includes(source)),
    createdBefore === undefined || entry.createdAt < createdBefore,
  ].every(Boolean);
}

/** Vectors have length 1, so the dot product is the cosine. */
function dot(left: Float32Array | undefined, right: Float32Array): number {
  return left?.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0) ?? Number.NaN;
}

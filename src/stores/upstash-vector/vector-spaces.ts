import { isRecord } from "../../is-record.ts";
import { dot } from "../../similarity.ts";
import type { EntryAddress, Hex, SearchQuery, StoredEntry } from "../../store.ts";
import { recentItems } from "./recent-items.ts";
import { type NearItem, toNumbers, type VectorService } from "./vector-service.ts";

/** Where the vector of an entry lies, when it has one. */
export type Place = EntryAddress & Pick<StoredEntry, "space">;

/** An entry that can be found by meaning. */
export type VectorEntry = StoredEntry & { readonly space: Hex; readonly vector: Float32Array };

/**
 * The vectors, in a namespace of the index for each scope and space. They only nominate: what an entry
 * is, and whether it is still there, its record says.
 */
export interface VectorSpaces {
  write(entry: VectorEntry): Promise<void>;
  remove(places: readonly Place[]): Promise<void>;
  /** Removes all of them. */
  clear(): Promise<void>;
  /** Keys of the entries that may answer a query, the nearest first. */
  nominate(query: SearchQuery): Promise<readonly Hex[]>;
}

/** How long a process knows its own writes by heart, and how long after its end an entry is left alone. */
export const SETTLING_MS = 10_000;
export const GRACE_MS = 60_000;
/** The service compares with less precision than is needed to decide. */
const TOLERANCE = 0.01;
/** Nominees more than asked for: some may be gone or past their end. */
const SPARE = 8;

/** Keeps vectors in namespaces that begin with `root`. */
export function vectorSpaces(service: VectorService, root: string): VectorSpaces {
  const own = recentItems<VectorEntry>({
    milliseconds: SETTLING_MS,
    bytes: 8_000_000,
    bytesOf: ({ vector }) => vector.byteLength + 1_000,
  });

  // Not the whole hashes: a name must not be too long, and the record is compared in full.
  const nameOf = (scope: Hex, space: Hex): string =>
    `${root}.vectors.${scope.slice(0, 32)}.${space.slice(0, 16)}`;
  const isOurs = (name: string): boolean =>
    name.startsWith(`${root}.vectors.`) &&
    /^[0-9a-f]+\.[0-9a-f]+$/.test(name.slice(root.length + 9));

  /** Removes what ended a while ago; nobody waits for it. */
  function prune(namespace: string, scope: Hex, found: readonly NearItem[]): void {
    const late = found.filter(
      (item) => endOf(item) < Date.now() - GRACE_MS && !own.get(`${scope}.${item.id}`),
    );
    if (late.length === 0) return;
    service
      .remove(
        namespace,
        late.map(({ id }) => id),
      )
      .catch(() => {});
  }

  async function dropEmpty(names: readonly string[]): Promise<void> {
    const counts = await service.counts();
    for (const name of names) if (counts.get(name) === 0) await service.deleteNamespace(name);
  }

  return {
    async write(entry) {
      const { scope, space, key, vector, expiresAt } = entry;
      const item = { id: key, vector: toNumbers(vector), metadata: { expiresAt } };
      await service.upsert(nameOf(scope, space), [item]);
      own.set(`${scope}.${key}`, entry);
    },

    async remove(places) {
      const byName = new Map<string, Hex[]>();
      for (const { scope, key, space } of places) {
        own.delete(`${scope}.${key}`);
        if (space === undefined) continue;
        const name = nameOf(scope, space);
        byName.set(name, [...(byName.get(name) ?? []), key]);
      }
      for (const [name, keys] of byName) await service.remove(name, keys);
      if (byName.size > 0) await dropEmpty([...byName.keys()]);
    },

    async clear() {
      own.clear();
      const names = await service.namespaces();
      for (const name of names.filter(isOurs)) await service.deleteNamespace(name);
    },

    async nominate({ scope, space, vector, limit, threshold }) {
      const namespace = nameOf(scope, space);
      const [found] = await Promise.all([
        service.query(namespace, vector, limit + SPARE),
        service.dimension(vector.length),
      ]);
      prune(namespace, scope, found);
      const nominees = new Map<Hex, number>();
      for (const item of found) {
        if (endOf(item) > Date.now()) nominees.set(item.id, item.similarity);
      }
      for (const entry of own.values()) {
        const isThere = entry.scope === scope && entry.space === space;
        if (isThere) nominees.set(entry.key, dot(entry.vector, vector));
      }
      return [...nominees]
        .filter(([, similarity]) => similarity >= threshold - TOLERANCE)
        .sort(([, left], [, right]) => right - left)
        .slice(0, limit + SPARE)
        .map(([key]) => key);
    },
  };
}

/** When the entry of a vector ends; one that does not say so is left to its record. */
function endOf({ metadata }: NearItem): number {
  const end = isRecord(metadata) ? metadata.expiresAt : undefined;
  return typeof end === "number" ? end : Number.POSITIVE_INFINITY;
}

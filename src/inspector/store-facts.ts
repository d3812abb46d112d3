import { withTimeout } from "../deadline.ts";
import type { MaybePromise, StoreSize } from "../store.ts";
import type { NearMiss } from "./contract.ts";
import type { Inspection } from "./inspection.ts";

/** What the overview asks of the store. What it does not say in time is left out. */
export interface StoreFacts {
  readonly size: StoreSize | undefined;
  /** Entries by namespace. */
  readonly entries: ReadonlyMap<string, number>;
  readonly nearMisses: readonly NearMiss[];
  readonly threshold: number | undefined;
}

const PATIENCE_MS = 2_000;
/** Each is a question to the store. */
const MOST_NAMESPACES = 20;

/** Asks the store; never fails. */
export async function readStoreFacts(inspection: Inspection): Promise<StoreFacts> {
  const { cache } = inspection;
  const [size, entries, nearMisses, threshold] = await Promise.all([
    inTime(() => cache.size()),
    namespaceSizes(inspection),
    nearMissesWithTexts(inspection),
    inTime(() => cache.threshold()),
  ]);
  return { size, entries, nearMisses, threshold };
}

async function namespaceSizes({ cache }: Inspection): Promise<ReadonlyMap<string, number>> {
  const names = namespacesByUse(cache.stats().byNamespace).slice(0, MOST_NAMESPACES);
  const sizes = await Promise.all(
    names.map(async (name) => [name, await inTime(() => cache.size({ namespace: name }))] as const),
  );
  return new Map(sizes.flatMap(([name, size]) => (size ? [[name, size.entries] as const] : [])));
}

/** Names of namespaces, the most used first. */
export function namespacesByUse(
  counts: Readonly<Record<string, { readonly requests: number }>>,
): string[] {
  const requestsOf = (name: string): number => counts[name]?.requests ?? 0;
  return Object.keys(counts).sort((left, right) => requestsOf(right) - requestsOf(left));
}

/** Questions that missed have no text of their own: it is read from where their answers were stored. */
async function nearMissesWithTexts({
  cache,
  watch,
  showsTexts,
}: Inspection): Promise<readonly NearMiss[]> {
  const misses = watch.nearMisses.list();
  if (!showsTexts() || misses.length === 0) return misses;
  const ids = misses.flatMap(({ entryId, nearest }) => (nearest ? [entryId, nearest] : [entryId]));
  const queries = new Map<string, string | undefined>();
  await inTime(async () => {
    for await (const entry of cache.entries({ entryId: [...new Set(ids)] })) {
      queries.set(entry.entryId, entry.query);
    }
  });
  return misses.map((miss) => ({
    ...miss,
    query: queries.get(miss.entryId),
    nearestQuery: miss.nearest && queries.get(miss.nearest),
  }));
}

async function inTime<T>(ask: () => MaybePromise<T>): Promise<T | undefined> {
  try {
    return await withTimeout("the store", PATIENCE_MS, undefined, ask());
  } catch {
    return undefined;
  }
}

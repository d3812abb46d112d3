import { withTimeout } from "../deadline.ts";
import { missReasonOf } from "../resilience/refusal.ts";
import type { Runtime } from "../runtime.ts";
import type { Hex, StoredEntry } from "../store.ts";
import {
  type Hit,
  isFallback,
  type LocatedRequest,
  type Miss,
  report,
  toCurrentHit,
} from "./hit.ts";

/** Looks for an answer: exact key, then normal form, then by meaning. */
export async function lookup(runtime: Runtime, request: LocatedRequest): Promise<Hit | Miss> {
  const exact = await lookupExact(runtime, request);
  if (exact && !isFallback(exact)) return exact;
  const miss = await lookupSemantic(runtime, request);
  if (!exact || miss.hit) return miss;
  return { ...miss, fallback: exact, learned: exact.payload.learned };
}

async function lookupSemantic(runtime: Runtime, request: LocatedRequest): Promise<Hit | Miss> {
  if (!isSearchable(runtime, request)) return { hit: false, reason: "exact-only" };
  const semanticTier = await runtime.semanticTier();
  return semanticTier.lookup(request);
}

/** Whether a request has a question that can be compared by meaning. */
export function isSearchable(
  { config: { embeddingModel, limits } }: Runtime,
  { plan: { query } }: LocatedRequest,
): boolean {
  return embeddingModel !== null && query !== undefined && query.length <= limits.queryCharacters;
}

/** The answer stored under the exact key or the normal form; `undefined` when there is none. */
export async function lookupExact(
  runtime: Runtime,
  request: LocatedRequest,
): Promise<Hit | Miss | undefined> {
  try {
    const entry = await getEntry(runtime, request);
    const hit = entry && (await toCurrentHit(runtime, request, "exact", { entry, similarity: 1 }));
    const { quarantinedAt, ...learned } = hit?.payload.learned ?? {};
    if (quarantinedAt === undefined) return hit;
    return { hit: false, reason: "quarantined", learned, embedsLate: true };
  } catch (error) {
    report(runtime, request, "lookup", error);
    return { hit: false, reason: missReasonOf(error, "store-failed"), embedsLate: true };
  }
}

/**
 * What is stored under the exact key or the normal form, whatever its state. A store elsewhere is asked
 * for both keys at once, to save a round trip. In this process the normal form is only worth making when
 * the exact key was not found.
 */
export async function getEntry(
  { config: { store, timeouts } }: Runtime,
  { address, abortSignal }: LocatedRequest,
): Promise<StoredEntry | undefined> {
  const { scope, key } = address;
  const get = async (...keys: (Hex | undefined)[]): Promise<StoredEntry | undefined> => {
    const asked = keys.filter((name) => name !== undefined);
    if (asked.length === 0) return undefined;
    const query = { scope, keys: asked };
    const entry = await withTimeout("store.get", timeouts.get, abortSignal, store.get(query));
    const isAskedFor = asked.some((name) => name === entry?.key || name === entry?.normalKey);
    return entry?.scope === scope && isAskedFor ? entry : undefined;
  };
  if (store.capabilities.shared) return get(key, await address.normalKey());
  return (await get(key)) ?? get(await address.normalKey());
}

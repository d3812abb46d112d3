import { withTimeout } from "../deadline.ts";
import { missReasonOf } from "../resilience/refusal.ts";
import type { Runtime } from "../runtime.ts";
import type { Hex, MaybePromise, StoredEntry } from "../store.ts";
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
  const get = (keys: readonly Hex[]): MaybePromise<StoredEntry | undefined> =>
    withTimeout("store.get", timeouts.get, abortSignal, store.get({ scope, keys }));
  if (!store.capabilities.shared) {
    const exact = await get([key]);
    if (isAskedFor(exact, scope, [key])) return exact;
  }
  const normalKey = await address.normalKey();
  const others = normalKey === undefined ? [] : [normalKey];
  const keys = store.capabilities.shared ? [key, ...others] : others;
  if (keys.length === 0) return undefined;
  const entry = await get(keys);
  return isAskedFor(entry, scope, keys) ? entry : undefined;
}

/** A store may be wrong, or share its names with others: nothing else is believed. */
function isAskedFor(
  entry: StoredEntry | undefined,
  scope: Hex,
  keys: readonly Hex[],
): entry is StoredEntry {
  if (entry?.scope !== scope) return false;
  return keys.some((key) => key === entry.key || key === entry.normalKey);
}

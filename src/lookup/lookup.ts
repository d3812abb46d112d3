import { withDeadline } from "../deadline.ts";
import type { Runtime } from "../runtime.ts";
import type { StoredEntry } from "../store.ts";
import { type Hit, type LocatedRequest, type Miss, report, toHit } from "./hit.ts";

/** Looks for an answer: exact key, then normal form, then by meaning. */
export async function lookup(runtime: Runtime, request: LocatedRequest): Promise<Hit | Miss> {
  const exact = await lookupExact(runtime, request);
  if (exact) return exact;
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
  const { store, timeouts } = runtime.config;
  const { scope, key, normalKey } = request.address;
  const keys = normalKey === undefined ? [key] : [key, normalKey];
  let entry: StoredEntry | undefined;
  try {
    entry = await withDeadline("store.get", timeouts.get, request.abortSignal, () =>
      store.get({ scope, keys }),
    );
  } catch (error) {
    report(runtime, request, "lookup", error);
    return { hit: false, reason: "store-failed", embedsLate: true };
  }
  const isAskedFor =
    entry?.scope === scope && keys.some((name) => name === entry.key || name === entry.normalKey);
  if (!entry || !isAskedFor) return undefined;
  return toHit(runtime, request, "exact", { entry, similarity: 1 });
}

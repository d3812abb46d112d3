import { isTrustworthy } from "../lookup/checks.ts";
import { resolveGuards } from "../lookup/guards/index.ts";
import { type Hit, type LocatedRequest, type Miss, toCurrentHit } from "../lookup/hit.ts";
import { isSearchable } from "../lookup/lookup.ts";
import type { Runtime } from "../runtime.ts";
import { isKnownWrong } from "./learned.ts";
import {
  LEAST_SHADOW_SIMILARITY,
  SHADOW_GUARDS,
  type ShadowBook,
  type ShadowGuards,
} from "./shadow-book.ts";

/** What each set of guards would have served to a request, and what the whole configuration would have. */
export type ShadowLook = ReadonlyMap<ShadowGuards | undefined, Hit>;

/** Turns what a lookup found into the miss it is in shadow mode, and notes what would have been served. */
export async function lookInShadow(
  runtime: Runtime,
  book: ShadowBook,
  request: LocatedRequest,
  found: Hit | Miss,
): Promise<Miss> {
  const isExact = found.hit && found.kind === "exact";
  book.countRequest(isExact);
  if (isExact) {
    // The model's answer takes its place, as a renewal's does.
    const { learned } = found.payload;
    return { hit: false, reason: "shadow", similarity: 1, embedsLate: true, learned };
  }
  const look = new Map<ShadowGuards | undefined, Hit>();
  if (found.hit) look.set(undefined, found);
  const { embedding, candidates } = await candidatesOf(runtime, request);
  for (const guards of SHADOW_GUARDS) {
    const first = candidates.find((hit) => passes(runtime, guards, request, hit));
    if (first) look.set(guards, first);
  }
  for (const [guards, { similarity }] of look) book.countHit(guards, similarity);
  if (!found.hit) return { ...found, shadow: look };
  return { hit: false, reason: "shadow", similarity: found.similarity, embedding, shadow: look };
}

/** The nearest usable entries, however strict the configured threshold is. */
async function candidatesOf(
  runtime: Runtime,
  request: LocatedRequest,
): Promise<Pick<Miss, "embedding"> & { readonly candidates: readonly Hit[] }> {
  if (!isSearchable(runtime, request)) return { candidates: [] };
  const semanticTier = await runtime.semanticTier();
  const embedded = await semanticTier.embed(request, runtime.config.timeouts.embedding);
  if ("reason" in embedded) return { candidates: [] };
  const { embedding } = embedded;
  const matches = await semanticTier.search(request, embedding, LEAST_SHADOW_SIMILARITY);
  if (typeof matches === "string") return { embedding, candidates: [] };
  const trusted = matches.filter((match) => isTrustworthy(match, request.address.scope));
  const hits = await Promise.all(
    trusted.map((match) => toCurrentHit(runtime, request, "semantic", match)),
  );
  const usable = hits.filter((hit) => hit !== undefined);
  const isUsable = ({ payload, similarity }: Hit): boolean =>
    !isKnownWrong(payload.learned, similarity);
  return { embedding, candidates: usable.filter(isUsable) };
}

function passes(
  { config }: Runtime,
  set: ShadowGuards,
  { plan }: LocatedRequest,
  { payload }: Hit,
): boolean {
  const option = set === "configured" ? config.guards : set === "none" ? false : set;
  try {
    const { guards, read } = resolveGuards(option);
    if (guards.length === 0) return true;
    if (payload.query === undefined) return false;
    const [asked, stored] = [read(plan.query ?? ""), read(payload.query)];
    return guards.every((guard) => guard.veto(asked, stored) === undefined);
  } catch {
    return false; // as in a lookup, which reports it
  }
}

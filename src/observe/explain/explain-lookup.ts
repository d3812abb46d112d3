import { type Hit, isFallback, type LocatedRequest, type Miss } from "../../lookup/hit.ts";
import { asksModel } from "../../request/directives.ts";
import type { Runtime } from "../../runtime.ts";
import { type ActionFacts, actionOf } from "./action.ts";
import { callsUnderWay } from "./calls-under-way.ts";
import { explainExact } from "./exact.ts";
import type { Explanation } from "./explanation.ts";
import { explainNearest, type Nearest, nothingNear } from "./nearest.ts";

/** What {@link explainLookup} finds out. */
export type ExplainedLookup = Omit<
  Explanation,
  "plan" | "scope" | "key" | "query" | "normalForm" | "text"
>;

/** Walks a planned request through the lookup, and says what a call would do. */
export async function explainLookup(
  runtime: Runtime,
  request: LocatedRequest,
  options: { readonly asksVerifier: boolean },
): Promise<ExplainedLookup> {
  const { found: exactly, exact } = await explainExact(runtime, request);
  const near = await nearestOf(runtime, request, exactly, options);
  const found = foundBy(request, exactly, near);
  const underWay = await callsUnderWay(runtime, request, { ...near, found });
  const awaited = underWay.find(({ shared }) => shared);
  const isShadow = runtime.shadow !== undefined;
  const { found: _found, embedding: _embedding, checks: _checks, ...shown } = near;
  return {
    ...outcomeOf(found, { awaited, isShadow }),
    action: actionOf({
      found,
      awaited,
      isShadow,
      onlyIfCached: request.plan.directives.cache === "only-if-cached",
      notStored: notStored(runtime, request),
    }),
    exact,
    ...shown,
    underWay,
  };
}

/** What the exact tier refuses has no neighbours; what it serves needs no verifier. */
async function nearestOf(
  runtime: Runtime,
  request: LocatedRequest,
  exactly: Hit | Miss | undefined,
  options: { readonly asksVerifier: boolean },
): Promise<Nearest> {
  if (exactly?.hit === false) return { ...nothingNear(exactly.reason), found: exactly };
  const asksVerifier = options.asksVerifier && !(exactly && !isFallback(exactly));
  return explainNearest(runtime, request, { asksVerifier });
}

function foundBy(
  { plan }: LocatedRequest,
  exactly: Hit | Miss | undefined,
  { found }: Nearest,
): Hit | Miss {
  if (asksModel(plan.directives)) return { hit: false, reason: "reload" };
  if (!exactly || !isFallback(exactly)) return exactly ?? found;
  return found.hit ? found : { ...found, fallback: exactly };
}

function outcomeOf(
  found: Hit | Miss,
  { awaited, isShadow }: Pick<ActionFacts, "awaited" | "isShadow">,
): Pick<Explanation, "outcome" | "kind" | "reason" | "inFlight"> {
  if (awaited) return { outcome: "hit", kind: awaited.kind, inFlight: true };
  if (!found.hit) return { outcome: "miss", reason: found.reason };
  if (isShadow) return { outcome: "miss", reason: "shadow", kind: found.kind };
  return { outcome: "hit", kind: found.kind };
}

function notStored(
  { config: { mode, store } }: Runtime,
  { plan }: LocatedRequest,
): ActionFacts["notStored"] {
  if (mode === "read-only") return "read-only";
  return plan.wishesNoRetention && store.capabilities.shared ? "retention" : undefined;
}

import { toEntryId } from "../../entry-id.ts";
import { boundsOf } from "../../lookup/bounds.ts";
import { type Check, createChecks } from "../../lookup/checks.ts";
import { concludeFrom, type JudgedMatch, judgeMatch } from "../../lookup/choose.ts";
import type { Embedding } from "../../lookup/embedder.ts";
import { type Hit, type LocatedRequest, type Miss, whyUnusable } from "../../lookup/hit.ts";
import { isSearchable } from "../../lookup/lookup.ts";
import type { Policy } from "../../lookup/policies/policy.ts";
import type { Runtime } from "../../runtime.ts";
import type { Match } from "../../store.ts";
import type { ExplainedBounds, Neighbour, UnusableNeighbour } from "./explanation.ts";
import { createGuardPanel } from "./guard-panel.ts";
import { toNeighbour } from "./neighbour.ts";
import { rehearsed, withoutVerifier } from "./rehearsal.ts";
import { watchChecks } from "./watched-checks.ts";

/** What comparing by meaning comes to, and all that was near. */
export interface Nearest {
  /** What a lookup comes to. */
  readonly found: Hit | Miss;
  /** Why nothing was compared. */
  readonly notCompared?: string | undefined;
  readonly embeddingModel?: string | undefined;
  readonly bounds?: ExplainedBounds | undefined;
  readonly threshold?: number | undefined;
  readonly nearest: readonly Neighbour[];
  readonly unusable: readonly UnusableNeighbour[];
  /** For those who look for calls under way. */
  readonly embedding?: Embedding | undefined;
  readonly checks: readonly Check[];
}

/** Looks for the nearest entries however far they are, and judges each as a lookup does. */
export async function explainNearest(
  runtime: Runtime,
  request: LocatedRequest,
  { asksVerifier }: { readonly asksVerifier: boolean },
): Promise<Nearest> {
  if (!isSearchable(runtime, request)) {
    return nothingNear("exact-only", whyExactOnly(runtime, request));
  }
  const semanticTier = await runtime.semanticTier();
  const embedded = await semanticTier.embed(request, runtime.config.timeouts.embedding);
  if ("reason" in embedded) return nothingNear(embedded.reason, "the question has no vector");
  const { embedding, model } = embedded;
  const policy = rehearsed(semanticTier.policy(model, request.plan.directives.threshold));
  const checks = createChecks({ ...(asksVerifier ? runtime : withoutVerifier(runtime)), policy });
  const matches = await semanticTier.search(request, embedding, -1);
  const facts = {
    embedding,
    checks,
    embeddingModel: model,
    threshold: policy.floor,
    bounds: explainedBounds(runtime, policy),
    notCompared: canSearch(runtime) ? undefined : "the store has no search",
  };
  if (typeof matches === "string") {
    return { ...facts, ...nothingNear(matches, "the search failed"), checks };
  }
  const judged = await judgeAll(runtime, request, { matches, checks, policy, asksVerifier });
  return { ...facts, ...judged };
}

interface Judging {
  readonly matches: readonly Match[];
  readonly checks: readonly Check[];
  readonly policy: Policy;
  readonly asksVerifier: boolean;
}

async function judgeAll(
  runtime: Runtime,
  request: LocatedRequest,
  by: Judging,
): Promise<Pick<Nearest, "found" | "nearest" | "unusable">> {
  const { config, audit } = runtime;
  const bounds = boundsOf(config, by.policy, audit);
  const guards = createGuardPanel(config.guards);
  const verifier = config.verify?.isAsync ? "later" : by.asksVerifier ? "now" : "not";
  const judged: JudgedMatch[] = [];
  const nearest: Neighbour[] = [];
  const unusable: UnusableNeighbour[] = [];
  for (const match of by.matches) {
    const reason = await whyUnusable(runtime, request, "semantic", match);
    const { entry, similarity } = match;
    if (reason) unusable.push({ entryId: toEntryId(entry), similarity, reason });
    if (reason) continue;
    const watched = watchChecks(by.checks);
    const found = await judgeMatch(runtime, request, watched.checks, match);
    if (!found) continue;
    judged.push(found);
    const said = guards.verdicts(request.plan.query ?? "", found.hit.payload.query);
    const findings = await watched.findings();
    nearest.push(toNeighbour(found, { guards: said, findings, bounds, verifier }));
  }
  // What a lookup would not have been shown by the store has no say.
  const shown = judged.filter(({ hit }) => hit.similarity >= bounds.floor - config.nearMissMargin);
  return { found: concludeFrom(shown), nearest, unusable };
}

/** Where nothing is compared by meaning, and why. */
export function nothingNear(reason: Miss["reason"], notCompared?: string): Nearest {
  return { found: { hit: false, reason }, notCompared, nearest: [], unusable: [], checks: [] };
}

function canSearch({ config: { store } }: Runtime): boolean {
  return store.capabilities.search !== "none";
}

function whyExactOnly({ config }: Runtime, { plan }: LocatedRequest): string {
  if (plan.query === undefined) return "the request does not end with a question of a user";
  if (config.embeddingModel === null) return "embeddingModel is null: exact hits only";
  return `the question is longer than limits.queryCharacters (${config.limits.queryCharacters})`;
}

function explainedBounds({ config, audit }: Runtime, policy: Policy): ExplainedBounds {
  const { floor, servedFrom } = boundsOf(config, policy, audit);
  const searchedFrom = floor - config.nearMissMargin;
  const zone = config.verify?.grayZone;
  return {
    policy: policy.name,
    searchedFrom,
    floor,
    servedFrom,
    raisedBy: audit?.raisedBy() ?? 0,
    grayZone: zone && { from: zone.from, to: zone.to ?? servedFrom },
  };
}

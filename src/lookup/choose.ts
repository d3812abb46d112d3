import type { Runtime } from "../runtime.ts";
import type { Match } from "../store.ts";
import { type Check, createChecks, isTrustworthy, judge, type Verdict } from "./checks.ts";
import type { Embedding } from "./embedder.ts";
import {
  type Hit,
  isFallback,
  type LocatedRequest,
  type Miss,
  report,
  toCurrentHit,
} from "./hit.ts";
import type { Policy } from "./policies/policy.ts";

/** What a search found, and who decides about it. */
export interface FoundMatches {
  /** Best first. */
  readonly matches: readonly Match[];
  readonly embedding: Embedding;
  readonly policy: Policy;
}

/** A match that can be trusted, and what the checks say about serving it. */
export interface JudgedMatch {
  readonly hit: Hit;
  readonly verdict: Verdict;
}

/** A match that can be trusted, as a hit, with what the checks say about serving it. */
export async function judgeMatch(
  runtime: Runtime,
  request: LocatedRequest,
  checks: readonly Check[],
  match: Match,
): Promise<JudgedMatch | undefined> {
  const { address, abortSignal, plan } = request;
  const hit = isTrustworthy(match, address.scope)
    ? await toCurrentHit(runtime, request, "semantic", match)
    : undefined;
  if (!hit) return undefined;
  const candidate = { ...hit, query: plan.query ?? "", abortSignal };
  const verdict = await judge(checks, candidate, (stage, error) =>
    report(runtime, request, stage, error),
  );
  return { hit, verdict };
}

/** The first match that nothing speaks against, or what spoke against them all. */
export async function chooseMatch(
  runtime: Runtime,
  request: LocatedRequest,
  { matches, embedding, policy }: FoundMatches,
): Promise<Hit | Miss> {
  const checks = createChecks({ ...runtime, policy });
  const judged: JudgedMatch[] = [];
  for (const match of matches) {
    const found = await judgeMatch(runtime, request, checks, match);
    if (found) judged.push(found);
    if (found && endsSearch(found)) break;
  }
  const chosen = concludeFrom(judged);
  if (chosen.hit) return { ...chosen, policy };
  const best = matches.find((match) => isTrustworthy(match, request.address.scope));
  return { ...chosen, similarity: best?.similarity, nearest: best?.entry, embedding, policy };
}

/** What judged matches, best first, come to. Those behind one that ends the search do not count. */
export function concludeFrom(judged: readonly JudgedMatch[]): Hit | Miss {
  const last = judged.findIndex(endsSearch);
  const found = judged[last];
  if (found && isServed(found)) return found.hit;
  return missOf(last < 0 ? judged : judged.slice(0, last + 1));
}

function isServed({ hit, verdict }: JudgedMatch): boolean {
  return verdict.accepted && !isFallback(hit);
}

/** One is enough; and one that is to be learned from, or is known to be wrong, stands for those behind it. */
function endsSearch(judged: JudgedMatch): boolean {
  const { comparison, reason } = judged.verdict;
  const teaches = comparison !== undefined && !isFallback(judged.hit);
  return isServed(judged) || teaches || reason === "quarantined";
}

function missOf(judged: readonly JudgedMatch[]): Miss {
  const refused = judged.filter(({ verdict }) => !verdict.accepted);
  const vetoedBy = new Set(refused.flatMap(({ verdict }) => verdict.guard?.name ?? []));
  const { hit, verdict } = refused.find(({ verdict }) => verdict.comparison) ?? {};
  const purpose = verdict?.comparison;
  return {
    hit: false,
    reason: refused[0]?.verdict.reason ?? "no-match",
    vetoedBy: vetoedBy.size > 0 ? [...vetoedBy] : undefined,
    fallback: judged.find((found) => found.verdict.accepted)?.hit,
    suspect: hit && purpose && !isFallback(hit) ? { hit, purpose } : undefined,
  };
}

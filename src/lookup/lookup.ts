import { withDeadline } from "../deadline.ts";
import { SemanticCacheError } from "../errors.ts";
import type { ErrorStage, MissReason, RequestFields } from "../observe/events.ts";
import type { RequestAddress } from "../request/address.ts";
import type { CacheablePlan } from "../request/plan.ts";
import { decodePayload, type Payload } from "../response/payload.ts";
import { isReplayable } from "../response/replay.ts";
import type { SpecificationVersion } from "../response/usage.ts";
import type { Runtime } from "../runtime.ts";
import type { EntryAddress, Match, StoredEntry } from "../store.ts";
import type { Embedding } from "./embedder.ts";
import { createChecks, isTrustworthy, judge, type Verdict } from "./semantic.ts";

/** A request on its way through the cache. */
export interface LocatedRequest {
  readonly plan: CacheablePlan;
  readonly address: RequestAddress;
  readonly version: SpecificationVersion;
  readonly abortSignal: AbortSignal | undefined;
  /** Names the request in events. */
  readonly fields: RequestFields;
}

export interface Hit {
  readonly hit: true;
  readonly kind: "exact" | "semantic";
  readonly similarity: number;
  readonly address: EntryAddress;
  readonly entry: StoredEntry;
  readonly payload: Payload;
}

export interface Miss {
  readonly hit: false;
  readonly reason: MissReason;
  readonly similarity?: number | undefined;
  readonly vetoedBy?: readonly string[] | undefined;
  /** The question's vector where one was made, so that a write need not ask again. */
  readonly embedding?: Embedding | undefined;
}

/** Looks for an answer: exact key, then normal form, then by meaning. Never throws but on abort. */
export async function lookup(runtime: Runtime, request: LocatedRequest): Promise<Hit | Miss> {
  const exact = await lookupExact(runtime, request);
  if (exact) return exact;
  const { query } = request.plan;
  if (query === undefined || query.length > runtime.config.limits.queryCharacters) {
    return { hit: false, reason: "exact-only" };
  }
  return lookupSemantic(runtime, request, query);
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
    return { hit: false, reason: "store-failed" };
  }
  const isAskedFor =
    entry?.scope === scope && keys.some((name) => name === entry.key || name === entry.normalKey);
  if (!entry || !isAskedFor) return undefined;
  return toHit(runtime, request, "exact", { entry, similarity: 1 });
}

async function lookupSemantic(
  runtime: Runtime,
  request: LocatedRequest,
  query: string,
): Promise<Hit | Miss> {
  const found = await embedQuery(runtime, query, request);
  if ("reason" in found) return { hit: false, reason: found.reason };
  const { embedding, model } = found;
  const policy = runtime.policy(model, request.plan.directives.threshold);
  const matches = await search(runtime, request, embedding, policy.floor);
  if (!matches) return { hit: false, reason: "store-failed", embedding };

  const checks = createChecks(runtime.config, policy);
  const refusals: Verdict[] = [];
  for (const match of matches) {
    const hit = toHit(runtime, request, "semantic", match);
    if (!hit || !isTrustworthy(match, request.address.scope, embedding.space)) continue;
    const { address, payload } = hit;
    const { abortSignal } = request;
    const verdict = await judge(
      checks,
      { address, match, payload, query, abortSignal },
      (stage, error) => report(runtime, request, stage, error),
    );
    if (verdict.accepted) return hit;
    refusals.push(verdict);
  }
  return missOf(refusals, matches[0]?.similarity, embedding);
}

function missOf(
  refusals: readonly Verdict[],
  similarity: number | undefined,
  embedding: Embedding,
): Miss {
  const vetoedBy = refusals.flatMap(({ guard }) => (guard ? [guard.name] : []));
  return {
    hit: false,
    reason: refusals[0]?.reason ?? "no-match",
    similarity,
    vetoedBy: vetoedBy.length > 0 ? [...new Set(vetoedBy)] : undefined,
    embedding,
  };
}

/** The question's vector and the model that made it, or why there is none. */
export async function embedQuery(
  runtime: Runtime,
  query: string,
  request: { readonly abortSignal: AbortSignal | undefined; readonly fields: RequestFields },
): Promise<
  | { readonly embedding: Embedding; readonly model: string }
  | { readonly reason: "exact-only" | "no-vector" | "embedding-failed" }
> {
  try {
    const embedder = await runtime.embedder();
    if (!embedder) return { reason: "exact-only" };
    const embedding = await withDeadline(
      "embedding",
      runtime.config.timeouts.embedding,
      request.abortSignal,
      (signal) => embedder.embed(query, signal),
    );
    return embedding ? { embedding, model: embedder.model } : { reason: "no-vector" };
  } catch (error) {
    report(runtime, request, "embedding", error);
    return { reason: "embedding-failed" };
  }
}

/** The nearest entries of the request's partition, or `undefined` when the store failed. */
export async function search(
  runtime: Runtime,
  request: Pick<LocatedRequest, "address" | "abortSignal" | "fields">,
  { vector, space }: Embedding,
  threshold: number,
): Promise<readonly Match[] | undefined> {
  const { store, timeouts, candidates } = runtime.config;
  if (store.capabilities.search === "none") return [];
  const { scope } = request.address;
  try {
    return await withDeadline("store.search", timeouts.search, request.abortSignal, () =>
      store.search({ scope, space, vector, limit: candidates, threshold }),
    );
  } catch (error) {
    report(runtime, request, "lookup", error);
    return undefined;
  }
}

/** A stored entry as a hit, or `undefined` when it is over, damaged, or has no form in this SDK version. */
function toHit(
  runtime: Runtime,
  { version, fields }: LocatedRequest,
  kind: Hit["kind"],
  { entry, similarity }: Match,
): Hit | undefined {
  if (!(entry.expiresAt > Date.now())) return undefined;
  const payload = decodePayload(entry.payload);
  if (!payload) {
    runtime.fail("lookup", corruptEntry(), fields);
    return undefined;
  }
  if (!isReplayable(payload.answer, version)) return undefined;
  const { scope, key } = entry;
  return { hit: true, kind, similarity, address: { scope, key }, entry, payload };
}

/** Reports a failure, unless it is only the caller's own abort. */
function report(
  runtime: Runtime,
  request: { readonly abortSignal: AbortSignal | undefined; readonly fields: RequestFields },
  stage: ErrorStage,
  error: unknown,
): void {
  if (!request.abortSignal?.aborted) runtime.fail(stage, error, request.fields);
}

function corruptEntry(): SemanticCacheError {
  return new SemanticCacheError("entry", "A stored entry could not be read; it counts as a miss.");
}

import { withTimeout } from "./deadline.ts";
import { toEntryId } from "./entry-id.ts";
import { SemanticCacheError } from "./errors.ts";
import type { Departure } from "./flight/board.ts";
import type { ModelCall, Served } from "./flight/served.ts";
import { hitFacts, loadReplay, replayHit } from "./hit-replay.ts";
import { isRecord } from "./is-record.ts";
import { lazy } from "./lazy.ts";
import type { ShadowBook } from "./learning/shadow-book.ts";
import { followLineage, mayDiverge } from "./lineage.ts";
import type { Hit, LocatedRequest, Miss } from "./lookup/hit.ts";
import { lookup } from "./lookup/lookup.ts";
import type { RequestFields } from "./observe/events.ts";
import { addressRequest } from "./request/address.ts";
import { type Call, versionOf } from "./request/call.ts";
import { asksModel } from "./request/directives.ts";
import { type BypassPlan, type Plan, planRequest } from "./request/plan.ts";
import type { Replay } from "./response/replay.ts";
import type { Runtime } from "./runtime.ts";

/** What the cache says to a call, with what to do about it. */
export type Consultation =
  | { readonly kind: "bypass" }
  | {
      readonly kind: "hit";
      readonly replay: Replay;
      /** There when the model should be asked behind the caller: to renew the answer, or to audit it. */
      readonly askBehind?: ((call: ModelCall) => void) | undefined;
    }
  | { readonly kind: "miss"; readonly served: Served };

// A hit never loads what calls the model, a miss without company never the replay.
const boardModule = lazy(() => import("./flight/board.ts"));
const auditModule = lazy(() => import("./learning/audit-hit.ts"));
const shadowModule = lazy(() => import("./learning/shadow-look.ts"));

/**
 * Asks the cache about a call. Whatever fails inside is reported and ends as a bypass or a miss.
 *
 * @throws the reason of the call's abort signal; SemanticCacheError `not-cached` when the call said
 * `only-if-cached` and there is no answer.
 */
export async function consult(runtime: Runtime, call: Call): Promise<Consultation> {
  const startedAt = performance.now();
  const abortSignal = call.params.abortSignal as AbortSignal | undefined;
  abortSignal?.throwIfAborted();
  const lookupEnds = runtime.flights.lookupBegins();
  try {
    const found = await lookUp(runtime, call, abortSignal);
    const durationMs = performance.now() - startedAt;
    if (found.kind === "hit") return await hit(runtime, found.request, found.hit, durationMs);
    if (found.kind === "miss") return await miss(runtime, call, { ...found, startedAt });
    refuseOnlyCached(call, "bypass");
    return found;
  } finally {
    lookupEnds();
  }
}

/** What planning and looking up came to: nothing of it throws but the caller's own abort. */
type Found =
  | { readonly kind: "bypass" }
  | { readonly kind: "hit"; readonly request: LocatedRequest; readonly hit: Hit }
  | { readonly kind: "miss"; readonly request: LocatedRequest; readonly miss: Miss };

async function lookUp(
  runtime: Runtime,
  call: Call,
  abortSignal: AbortSignal | undefined,
): Promise<Found> {
  try {
    const request = await locate(runtime, call, abortSignal);
    if (!request) return { kind: "bypass" };
    const looked = await find(runtime, request);
    const found = runtime.shadow ? await seen(runtime, runtime.shadow, request, looked) : looked;
    // Here, where a part of the bundle that is missing costs the cache and not the call.
    await (found.hit ? loadReplay() : boardModule());
    return found.hit
      ? { kind: "hit", request, hit: found }
      : { kind: "miss", request, miss: found };
  } catch (error) {
    bypass(runtime, failedPlan(call, error));
    return { kind: "bypass" };
  } finally {
    abortSignal?.throwIfAborted();
  }
}

/** In shadow mode nothing is a hit. */
async function seen(
  runtime: Runtime,
  shadow: ShadowBook,
  request: LocatedRequest,
  found: Hit | Miss,
): Promise<Hit | Miss> {
  if (!found.hit && found.reason === "reload") return found;
  const { lookInShadow } = await shadowModule();
  return lookInShadow(runtime, shadow, request, found);
}

function refuseOnlyCached({ own }: Call, kind: Consultation["kind"]): void {
  if (!isRecord(own) || own.cache !== "only-if-cached") return;
  throw new SemanticCacheError(
    "not-cached",
    `The call said cache: "only-if-cached", and this was a ${kind}.`,
  );
}

function failedPlan({ operation, model }: Call, error: unknown): BypassPlan {
  return { cacheable: false, operation, model, namespace: "", reason: "plan-failed", error };
}

/** The request with its address, or `undefined` when it goes past the cache, which is then reported. */
async function locate(
  runtime: Runtime,
  call: Call,
  abortSignal: AbortSignal | undefined,
): Promise<LocatedRequest | undefined> {
  const plan = await planRequest(runtime, call);
  if (!plan.cacheable) return bypass(runtime, plan);
  const version = versionOf(call.model, call.params);
  if (!version) return bypass(runtime, { ...plan, cacheable: false, reason: "unknown-version" });
  const getAlias = aliasReader(runtime, plan, abortSignal);
  const address = await addressRequest(runtime.config.hasher, getAlias, plan);
  const fields = { ...fieldsOf(plan), scope: address.scope, key: address.key };
  return { plan, address, version, abortSignal, fields };
}

/** Fields by which events name a planned request. */
export function fieldsOf({ operation, model, namespace }: Plan): RequestFields {
  return { operation, model: `${model.provider}/${model.modelId}`, namespace };
}

/** Reads an alias within the deadline. Without an answer the earlier turns stand for themselves. */
export function aliasReader(
  { config: { store, timeouts }, fail }: Runtime,
  plan: Plan,
  abortSignal: AbortSignal | undefined,
): (alias: string) => Promise<string | undefined> {
  return async (alias) => {
    try {
      return await withTimeout("store.getAlias", timeouts.get, abortSignal, store.getAlias(alias));
    } catch (error) {
      if (!abortSignal?.aborted) fail("lookup", error, fieldsOf(plan));
      return undefined;
    }
  };
}

function bypass(runtime: Runtime, plan: BypassPlan): undefined {
  const fields = fieldsOf(plan);
  if (plan.error !== undefined) runtime.fail("plan", plan.error, fields);
  runtime.emit({ ...fields, type: "bypass", reason: plan.reason, rule: plan.rule });
}

function find(runtime: Runtime, request: LocatedRequest): Promise<Hit | Miss> | Miss {
  if (asksModel(request.plan.directives)) return { hit: false, reason: "reload", embedsLate: true };
  // An equal request has just missed: what it waits for is what this one wants, if it may wait.
  const mayWait = request.plan.directives.cache !== "only-if-cached";
  if (mayWait && runtime.flights.equal(request.address)) {
    return { hit: false, reason: "no-match", embedsLate: true }; // should that flight be gone by then
  }
  return lookup(runtime, request);
}

async function hit(
  runtime: Runtime,
  request: LocatedRequest,
  found: Hit,
  durationMs: number,
): Promise<Consultation> {
  const { config, background } = runtime;
  const { address, entry, payload } = found;
  const { answer, context } = payload;
  const facts = hitFacts(found);
  const savedMs = Math.max(0, answer.durationMs - durationMs);
  runtime.emit({ ...request.fields, type: "hit", ...facts, durationMs, savedMs });
  const onError = (error: unknown): void => runtime.fail("write", error, request.fields);
  background.run(
    () =>
      withTimeout("store.touch", config.timeouts.write, undefined, config.store.touch?.(address)),
    onError,
  );
  if (mayDiverge(runtime, request, entry)) {
    background.run(() => followLineage(runtime, request, { entry, answer, context }), onError);
  }
  const replay = await replayHit(runtime, request, found, facts);
  return { kind: "hit", replay, askBehind: await behind(runtime, request, found) };
}

/** What asks the model behind a hit, where that is wanted. */
async function behind(
  runtime: Runtime,
  request: LocatedRequest,
  found: Hit,
): Promise<((call: ModelCall) => void) | undefined> {
  const { config, audit, recentHits } = runtime;
  if (found.kind === "semantic") recentHits.set(toEntryId(found.address), found.similarity);
  const mayAsk = config.mode !== "read-only" && request.plan.directives.cache !== "only-if-cached";
  if (!mayAsk) return undefined;
  const isRenewed = found.freshness === "renew";
  if (!isRenewed && (found.kind === "exact" || !audit?.isDue())) return undefined;
  try {
    const ask = isRenewed ? (await boardModule()).renew : (await auditModule()).auditHit;
    return (call) => ask(runtime, request, found, call);
  } catch (error) {
    runtime.fail(isRenewed ? "renew" : "compare", error, request.fields); // the hit is served all the same
    return undefined;
  }
}

async function miss(
  runtime: Runtime,
  call: Call,
  found: Omit<Departure, "report"> & { readonly request: LocatedRequest },
): Promise<Consultation> {
  const { request, startedAt } = found;
  const { reason, similarity, vetoedBy, nearest: candidate } = found.miss;
  const report = (): void => {
    const nearest = candidate && toEntryId(candidate);
    const why = { reason, similarity, nearest, vetoedBy };
    const durationMs = performance.now() - startedAt;
    runtime.emit({ ...request.fields, type: "miss", ...why, durationMs });
  };
  const { cache } = request.plan.directives;
  if (cache === "only-if-cached") report();
  refuseOnlyCached(call, "miss");
  const { board } = await boardModule();
  return { kind: "miss", served: await board(runtime, request, { ...found, report }) };
}

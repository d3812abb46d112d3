import { withTimeout } from "./deadline.ts";
import { toEntryId } from "./entry-id.ts";
import { SemanticCacheError } from "./errors.ts";
import { isRecord } from "./is-record.ts";
import { lazy } from "./lazy.ts";
import { followLineage, mayDiverge } from "./lineage.ts";
import type { Hit, LocatedRequest, Miss } from "./lookup/hit.ts";
import { lookup } from "./lookup/lookup.ts";
import type { RequestFields, TokenUsage } from "./observe/events.ts";
import type { Recorder } from "./recorder.ts";
import { addressRequest } from "./request/address.ts";
import { type Call, versionOf } from "./request/call.ts";
import { asksModel } from "./request/directives.ts";
import { type BypassPlan, type Plan, planRequest } from "./request/plan.ts";
import type { AnswerUsage } from "./response/answer.ts";
import { asProviderMetadata } from "./response/metadata.ts";
import type { Replay } from "./response/replay.ts";
import type { Runtime } from "./runtime.ts";

/** What the cache says to a call, with what to do about it. */
export type Consultation =
  | { readonly kind: "bypass" }
  | { readonly kind: "hit"; readonly replay: Replay }
  | { readonly kind: "miss"; readonly record: Recorder };

// A hit never loads the recorder, a miss never the replay.
const replayModule = lazy(() => import("./response/replay.ts"));
const recorderModule = lazy(() => import("./recorder.ts"));

/**
 * Asks the cache about a call. Whatever fails inside is reported and ends as a bypass or a miss.
 *
 * @throws the reason of the call's abort signal; SemanticCacheError `not-cached` when the call said
 * `only-if-cached` and there is no answer.
 */
export async function consult(runtime: Runtime, call: Call): Promise<Consultation> {
  const abortSignal = call.params.abortSignal as AbortSignal | undefined;
  abortSignal?.throwIfAborted();
  let consultation: Consultation;
  try {
    consultation = await findAnswer(runtime, call, abortSignal);
  } catch (error) {
    abortSignal?.throwIfAborted();
    consultation = bypass(runtime, failedPlan(call, error));
  }
  const { kind } = consultation;
  if (kind !== "hit" && isRecord(call.own) && call.own.cache === "only-if-cached") {
    throw new SemanticCacheError(
      "not-cached",
      `The call said cache: "only-if-cached", and this was a ${kind}.`,
    );
  }
  return consultation;
}

function failedPlan({ operation, model }: Call, error: unknown): BypassPlan {
  return { cacheable: false, operation, model, namespace: "", reason: "plan-failed", error };
}

async function findAnswer(
  runtime: Runtime,
  call: Call,
  abortSignal: AbortSignal | undefined,
): Promise<Consultation> {
  const startedAt = performance.now();
  const plan = await planRequest(runtime.config, call);
  if (!plan.cacheable) return bypass(runtime, plan);
  const version = versionOf(call.model, call.params);
  if (!version) return bypass(runtime, { ...plan, cacheable: false, reason: "unknown-version" });
  const getAlias = aliasReader(runtime, plan, abortSignal);
  const address = await addressRequest(runtime.config.hasher, getAlias, plan);
  const fields = { ...fieldsOf(plan), scope: address.scope, key: address.key };
  const request: LocatedRequest = { plan, address, version, abortSignal, fields };
  const found = await find(runtime, request);
  abortSignal?.throwIfAborted();
  const durationMs = performance.now() - startedAt;
  return found.hit
    ? hit(runtime, request, found, durationMs)
    : miss(runtime, request, found, durationMs);
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

function bypass(runtime: Runtime, plan: BypassPlan): Consultation {
  const fields = fieldsOf(plan);
  if (plan.error !== undefined) runtime.fail("plan", plan.error, fields);
  runtime.emit({ ...fields, type: "bypass", reason: plan.reason });
  return { kind: "bypass" };
}

function find(runtime: Runtime, request: LocatedRequest): Promise<Hit | Miss> | Miss {
  const isReload = asksModel(request.plan.directives);
  return isReload ? { hit: false, reason: "reload", embedsLate: true } : lookup(runtime, request);
}

async function hit(
  runtime: Runtime,
  request: LocatedRequest,
  found: Hit,
  durationMs: number,
): Promise<Consultation> {
  const { config, background } = runtime;
  const { address, entry, payload, kind, similarity } = found;
  const { answer, context } = payload;
  const now = Date.now();
  const facts = {
    kind,
    similarity,
    entryId: toEntryId(address),
    ageMs: Math.max(0, now - entry.createdAt),
    stale: entry.staleAt <= now,
    savedUsage: savedUsage(answer.usage),
  };
  const savedMs = Math.max(0, answer.durationMs - durationMs);
  runtime.emit({ ...request.fields, type: "hit", ...facts, durationMs, savedMs });
  const onError = (error: unknown): void => runtime.fail("write", error, request.fields);
  background.run(
    () =>
      withTimeout("store.touch", config.timeouts.write, undefined, config.store.touch?.(address)),
    onError,
  );
  if (mayDiverge(request, entry)) {
    background.run(() => followLineage(runtime, request, { entry, answer, context }), onError);
  }
  const { createReplay } = await replayModule();
  return {
    kind: "hit",
    replay: createReplay(answer, {
      version: request.version,
      modelId: request.plan.model.modelId,
      metadata: asProviderMetadata({ hit: true, ...facts }),
      usage: config.usage,
      replay: config.replay,
      abortSignal: request.abortSignal,
    }),
  };
}

async function miss(
  runtime: Runtime,
  request: LocatedRequest,
  found: Miss,
  durationMs: number,
): Promise<Consultation> {
  const { reason, similarity, vetoedBy } = found;
  runtime.emit({ ...request.fields, type: "miss", reason, similarity, vetoedBy, durationMs });
  const { createRecorder } = await recorderModule();
  return { kind: "miss", record: createRecorder(runtime, request, found) };
}

/** Without undefined fields: metadata must be JSON in every SDK version. */
function savedUsage({ inputTokens, outputTokens }: AnswerUsage): TokenUsage {
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  };
}

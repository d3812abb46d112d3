import { aliasReader, fieldsOf } from "../consult.ts";
import { toEntryId } from "../entry-id.ts";
import { createChecks, type Verdict } from "../lookup/checks.ts";
import { judgeMatch } from "../lookup/choose.ts";
import type { Hit, LocatedRequest } from "../lookup/hit.ts";
import { isSearchable, lookupExact } from "../lookup/lookup.ts";
import type { CacheModelInfo } from "../middleware.ts";
import { ownOptions } from "../own-options.ts";
import { addressRequest } from "../request/address.ts";
import { versionOf } from "../request/call.ts";
import { asksModel } from "../request/directives.ts";
import { NORMAL_FORM_CHARACTERS, normalForm } from "../request/normal-form.ts";
import { type CacheablePlan, planRequest } from "../request/plan.ts";
import type { CallParams } from "../request/settings.ts";
import type { Runtime } from "../runtime.ts";
import type { BypassReason, MissReason } from "./events.ts";

/**
 * A request to explain: the model and a call as it would be made, with everything `generateText` takes
 * (`prompt` or `messages`, instructions, settings, tools, `providerOptions`); or, as `params`, what the
 * SDK would hand to the model.
 */
export interface ExplainParams {
  readonly model: CacheModelInfo;
  readonly params?: { readonly prompt: readonly unknown[] } | undefined;
  readonly [option: string]: unknown;
}

/** A stored question near the asked one. */
export interface Neighbour {
  readonly entryId: string;
  readonly similarity: number;
  /** The stored question. */
  readonly query: string | undefined;
  readonly ageMs: number;
  /** Whether its answer would be served, and if not, what spoke against it. */
  readonly verdict: Verdict;
}

/** Why a request would hit, miss or bypass. Holds text of prompts: do not log it where that matters. */
export interface Explanation {
  readonly outcome: "hit" | "miss" | "bypass";
  readonly kind?: "exact" | "semantic" | undefined;
  readonly reason?: BypassReason | MissReason | undefined;
  readonly scope?: string | undefined;
  readonly key?: string | undefined;
  /** What is compared by meaning, and its normal form. */
  readonly query?: string | undefined;
  readonly normalForm?: string | undefined;
  readonly embeddingModel?: string | undefined;
  /** Least similarity the policy wants to be asked about. */
  readonly threshold?: number | undefined;
  /** The nearest stored questions of the same scope, best first, whatever their similarity. */
  readonly nearest: readonly Neighbour[];
}

/**
 * Walks a request through plan and lookup without serving, storing or counting a request. What fails on
 * the way is an `error` event, as in a lookup.
 *
 * @throws what `generateText` throws when the call is not one it takes.
 */
export async function explain(runtime: Runtime, explained: ExplainParams): Promise<Explanation> {
  const { model, params } = explained;
  const callParams = (params ?? (await captureParams(explained))) as CallParams;
  const own = ownOptions(callParams);
  const call = { operation: "generate", params: callParams, model, own } as const;
  const plan = await planRequest(runtime.config, call);
  if (!plan.cacheable) return { outcome: "bypass", reason: plan.reason, nearest: [] };
  const request = await locate(runtime, plan, callParams);
  if (!request) return { outcome: "bypass", reason: "unknown-version", nearest: [] };
  const { scope, key } = request.address;
  const { query } = plan;
  const form = query === undefined ? undefined : normalForm(query.slice(0, NORMAL_FORM_CHARACTERS));
  return { scope, key, query, normalForm: form, ...(await explainLookup(runtime, request)) };
}

async function explainLookup(runtime: Runtime, request: LocatedRequest): Promise<Explanation> {
  const exact = await lookupExact(runtime, request);
  if (exact?.hit === false) return { outcome: "miss", reason: exact.reason, nearest: [] };
  const semantic = await explainSemantic(runtime, request);
  if (asksModel(request.plan.directives)) {
    return { ...semantic, outcome: "miss", reason: "reload" };
  }
  if (exact) return { ...semantic, outcome: "hit", kind: "exact", reason: undefined };
  const isServed = semantic.nearest.some(({ verdict }) => verdict.accepted);
  return isServed
    ? { ...semantic, outcome: "hit", kind: "semantic", reason: undefined }
    : { ...semantic, outcome: "miss" };
}

/** What the application's own SDK would hand to the model: it is asked with a model that only listens. */
async function captureParams({ model, ...call }: ExplainParams): Promise<object> {
  const { generateText } = await import("ai");
  let captured: object | undefined;
  const doGenerate = (params: object): never => {
    captured = params;
    throw new Error("explain has heard enough");
  };
  const listener = new Proxy(model, {
    get: (target, name) => (name === "doGenerate" ? doGenerate : Reflect.get(target, name)),
  });
  const options = { ...call, model: listener, maxRetries: 0 } as unknown;
  try {
    await generateText(options as Parameters<typeof generateText>[0]);
  } catch (error) {
    if (!captured) throw error;
  }
  return captured ?? {};
}

async function locate(
  runtime: Runtime,
  plan: CacheablePlan,
  params: CallParams,
): Promise<LocatedRequest | undefined> {
  const version = versionOf(plan.model, params);
  if (!version) return undefined;
  const address = await addressRequest(
    runtime.config.hasher,
    aliasReader(runtime, plan, undefined),
    plan,
  );
  return { plan, address, version, abortSignal: undefined, fields: fieldsOf(plan) };
}

async function explainSemantic(
  runtime: Runtime,
  request: LocatedRequest,
): Promise<Pick<Explanation, "reason" | "embeddingModel" | "threshold" | "nearest">> {
  if (!isSearchable(runtime, request)) return { reason: "exact-only", nearest: [] };
  const semanticTier = await runtime.semanticTier();
  const found = await semanticTier.embed(request, runtime.config.timeouts.embedding);
  if ("reason" in found) return { reason: found.reason, nearest: [] };
  const policy = semanticTier.policy(found.model, request.plan.directives.threshold);
  const matches = await semanticTier.search(request, found.embedding, -1);
  const checks = createChecks({ ...runtime, policy });
  const nearest: Neighbour[] = [];
  for (const match of typeof matches === "string" ? [] : matches) {
    const judged = await judgeMatch(runtime, request, checks, match);
    if (judged) nearest.push(toNeighbour(judged));
  }
  return {
    reason: typeof matches === "string" ? matches : (nearest[0]?.verdict.reason ?? "no-match"),
    embeddingModel: found.model,
    threshold: policy.floor,
    nearest,
  };
}

function toNeighbour({ hit, verdict }: { hit: Hit; verdict: Verdict }): Neighbour {
  const { entry, payload, similarity } = hit;
  return {
    entryId: toEntryId(entry),
    similarity,
    query: payload.query,
    ageMs: Math.max(0, Date.now() - entry.createdAt),
    verdict,
  };
}

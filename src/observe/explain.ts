import { aliasReader, fieldsOf } from "../consult.ts";
import { toEntryId } from "../entry-id.ts";
import { createChecks, judge, type Verdict } from "../lookup/checks.ts";
import type { LocatedRequest } from "../lookup/hit.ts";
import { isSearchable, lookupExact } from "../lookup/lookup.ts";
import type { CacheModelInfo } from "../middleware.ts";
import { addressRequest } from "../request/address.ts";
import { versionOf } from "../request/call.ts";
import { ownOptions } from "../request/directives.ts";
import { normalForm } from "../request/normal-form.ts";
import { type CacheablePlan, planRequest } from "../request/plan.ts";
import type { CallParams } from "../request/settings.ts";
import { decodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { Match } from "../store.ts";
import type { BypassReason, MissReason } from "./events.ts";

/**
 * A request to explain: the model, and a call as it would be made, in the words of `generateText`
 * (`prompt` or `messages`, `system` or `instructions`) or of the model's own interface.
 */
export interface ExplainParams {
  readonly model: CacheModelInfo;
  /** Text, or messages; a message's content is text or a list of parts. */
  readonly prompt?: string | readonly unknown[] | undefined;
  readonly messages?: readonly unknown[] | undefined;
  readonly system?: string | undefined;
  readonly instructions?: string | undefined;
  /** Anything else a call may say: settings, tools, `providerOptions`. */
  readonly [callOption: string]: unknown;
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

/** Walks a request through plan and lookup without serving, storing or counting anything. */
export async function explain(runtime: Runtime, params: ExplainParams): Promise<Explanation> {
  const { model } = params;
  const callParams = toCallParams(params);
  const own = ownOptions(callParams);
  const plan = await planRequest(runtime.config, {
    operation: "generate",
    params: callParams,
    model,
    own,
  });
  if (!plan.cacheable) return { outcome: "bypass", reason: plan.reason, nearest: [] };
  const request = await locate(runtime, plan, callParams);
  if (!request) return { outcome: "bypass", reason: "unknown-version", nearest: [] };
  const exact = await lookupExact(runtime, request);
  const semantic = await explainSemantic(runtime, request);
  const common = {
    scope: request.address.scope,
    key: request.address.key,
    query: plan.query,
    normalForm: plan.query === undefined ? undefined : normalForm(plan.query),
    ...semantic,
  };
  if (exact?.hit) return { ...common, outcome: "hit", kind: "exact", reason: undefined };
  const served = semantic.nearest.some(({ verdict }) => verdict.accepted);
  if (served) return { ...common, outcome: "hit", kind: "semantic", reason: undefined };
  return { ...common, outcome: "miss", reason: exact?.reason ?? semantic.reason };
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
  const checks = createChecks(runtime.config, policy);
  const nearest: Neighbour[] = [];
  for (const match of matches ?? []) {
    const verdict = await verdictOn(runtime, checks, match, request.plan.query ?? "");
    if (verdict) nearest.push(verdict);
  }
  return {
    reason: matches ? (nearest[0]?.verdict.reason ?? "no-match") : "store-failed",
    embeddingModel: found.model,
    threshold: policy.floor,
    nearest,
  };
}

async function verdictOn(
  runtime: Runtime,
  checks: ReturnType<typeof createChecks>,
  match: Match,
  query: string,
): Promise<Neighbour | undefined> {
  const { entry, similarity } = match;
  const payload = decodePayload(entry.payload);
  if (!payload) return undefined;
  const { scope, key } = entry;
  const candidate = { address: { scope, key }, match, payload, query, abortSignal: undefined };
  const verdict = await judge(checks, candidate, (stage, error) => runtime.fail(stage, error));
  return {
    entryId: toEntryId(entry),
    similarity,
    query: payload.query,
    ageMs: Math.max(0, Date.now() - entry.createdAt),
    verdict,
  };
}

function toCallParams({
  model: _model,
  prompt,
  messages,
  system,
  instructions,
  ...options
}: ExplainParams): CallParams {
  const question = typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt;
  const turns = question ?? messages ?? [];
  const text = system ?? instructions;
  const first = text === undefined ? [] : [{ role: "system", content: text }];
  return { ...options, prompt: [...first, ...turns] };
}

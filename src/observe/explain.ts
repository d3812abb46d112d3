import { aliasReader, fieldsOf } from "../consult.ts";
import type { CacheModelInfo } from "../middleware.ts";
import { ownOptions } from "../own-options.ts";
import { addressRequest, type RequestAddress } from "../request/address.ts";
import { type Call, versionOf } from "../request/call.ts";
import { readDirectives, type SemanticCacheCallOptions } from "../request/directives.ts";
import { NORMAL_FORM_CHARACTERS, normalForm } from "../request/normal-form.ts";
import { type BypassPlan, type CacheablePlan, planRequest } from "../request/plan.ts";
import type { CallParams } from "../request/settings.ts";
import type { Runtime } from "../runtime.ts";
import type { Hex } from "../store.ts";
import { bypassAction } from "./explain/action.ts";
import { capturedParams } from "./explain/captured-params.ts";
import { explainLookup } from "./explain/explain-lookup.ts";
import type { ExplainedPlan, Explanation } from "./explain/explanation.ts";
import { ignoredOptions } from "./explain/ignored-options.ts";
import { scopeParts } from "./explain/scope-parts.ts";
import { textOf } from "./explain/text.ts";

/**
 * A request to explain: the model and a call as it would be made, with everything `generateText` takes
 * (`prompt` or `messages`, instructions, settings, tools, `providerOptions`); or, as `params`, what the
 * SDK would hand to the model.
 */
export interface ExplainParams {
  readonly model: CacheModelInfo;
  readonly params?: { readonly prompt: readonly unknown[] } | undefined;
  /**
   * Whether the verifier is asked, where there is one, as it would be. Without it what it would have to
   * decide is explained as `unverified`. @default true
   */
  readonly verify?: boolean | undefined;
  readonly [option: string]: unknown;
}

type Untold = Omit<Explanation, "text">;

/**
 * Walks a request through plan and lookup without serving, storing or counting a request. What fails on
 * the way is an `error` event, as in a lookup.
 *
 * @throws what `generateText` throws when the call is not one it takes.
 */
export async function explain(runtime: Runtime, explained: ExplainParams): Promise<Explanation> {
  const { model, params, verify = true, ...asCalled } = explained;
  const callParams = (params ?? (await capturedParams(model, asCalled))) as CallParams;
  const own = ownOptions(callParams);
  const call = { operation: "generate", params: callParams, model, own } as const;
  const untold = await explainCall(runtime, call, verify);
  return { ...untold, text: textOf(untold) };
}

async function explainCall(runtime: Runtime, call: Call, asksVerifier: boolean): Promise<Untold> {
  const plan = await planRequest(runtime, call);
  if (!plan.cacheable) return explainBypass(runtime, call, plan);
  const version = versionOf(call.model, call.params);
  if (!version) {
    return explainBypass(runtime, call, { ...plan, cacheable: false, reason: "unknown-version" });
  }
  const { address, followed } = await locate(runtime, plan);
  const fields = fieldsOf(plan);
  const request = { plan, address, version, abortSignal: undefined, fields };
  const { query } = plan;
  return {
    plan: await explainedPlan(runtime, call, plan, followed),
    scope: address.scope,
    key: address.key,
    query,
    normalForm: query && normalForm(query.slice(0, NORMAL_FORM_CHARACTERS)),
    ...(await explainLookup(runtime, request, { asksVerifier })),
  };
}

/** The address, and the stored conversation that the earlier turns were recognised as. */
async function locate(
  runtime: Runtime,
  plan: CacheablePlan,
): Promise<{ readonly address: RequestAddress; readonly followed: Hex | undefined }> {
  let followed: Hex | undefined;
  const readAlias = aliasReader(runtime, plan, undefined);
  const getAlias = async (alias: Hex): Promise<Hex | undefined> => {
    followed = await readAlias(alias);
    return followed;
  };
  const address = await addressRequest(runtime.config.hasher, getAlias, plan);
  return { address, followed };
}

async function explainedPlan(
  { config }: Runtime,
  { params }: Call,
  plan: CacheablePlan,
  followed: Hex | undefined,
): Promise<ExplainedPlan> {
  const { hasher, conversation, mode } = config;
  return {
    operation: plan.operation,
    model: plan.labels.model,
    namespace: plan.namespace,
    mode,
    directives: plan.directives,
    inScope: await scopeParts(plan, { hasher, conversation, followed }),
    ignored: ignoredOptions(params, plan.model),
  };
}

function explainBypass({ config }: Runtime, { own }: Call, plan: BypassPlan): Untold {
  const { reason, rule, error } = plan;
  const { operation, model } = fieldsOf(plan);
  const directives = readable(own);
  return {
    outcome: "bypass",
    reason,
    rule,
    problem: error === undefined ? undefined : problemOf(error),
    action: bypassAction(directives.cache === "only-if-cached"),
    plan: { operation, model, mode: config.mode, directives, inScope: [], ignored: [] },
    nearest: [],
    unusable: [],
    underWay: [],
  };
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a call says to the cache; nothing where it cannot be read. */
function readable(own: unknown): SemanticCacheCallOptions {
  try {
    return readDirectives(own);
  } catch {
    return {};
  }
}

import { saidAtOnce } from "./deadline.ts";
import { toMilliseconds } from "./duration.ts";
import type { EmbeddingModelLike } from "./embedding-model.ts";
import type { LeaseRules } from "./flight/lease.ts";
import { mayShareCalls } from "./flight/may-share-calls.ts";
import type { FreshnessRules } from "./freshness.ts";
import { createHasher, type Hasher } from "./hash.ts";
import type { AuditRules } from "./learning/live-audit.ts";
import { type Limits, resolveLimits } from "./limits.ts";
import type { GuardsOption } from "./lookup/guards/index.ts";
import type { Policy } from "./lookup/policies/policy.ts";
import type { Verify } from "./lookup/verify/verify.ts";
import type { SourceReference } from "./manage/labels.ts";
import type { CacheEvent } from "./observe/events.ts";
import { type CostFunction, createCostFunction } from "./observe/pricing.ts";
import type {
  AuditOptions,
  GrayZone,
  SemanticCacheOptions,
  TimeoutOptions,
  TtlOption,
} from "./options.ts";
import type { Conversation } from "./request/conversation.ts";
import { createNormalize, type NormalizeFunction } from "./request/normalize.ts";
import type { CacheRequest } from "./request/plan.ts";
import { createRules, type Rule } from "./request/rules.ts";
import type { ResilienceRules } from "./resilience/resilience.ts";
import type { StorableAnswer } from "./response/answer.ts";
import type { ReplayOptions, ResolvedReplay } from "./response/chunk.ts";
import type { CacheStore } from "./store.ts";

/** Which matches a verifier is asked about, and when. */
export interface VerifyRules {
  readonly verifier: Verify;
  readonly grayZone: GrayZone | undefined;
  /** Behind the model's answer, not before a stored one. */
  readonly isAsync: boolean;
}

/** The options with every default filled in: no other place knows a default of the cache. */
export interface Config {
  readonly embeddingModel: EmbeddingModelLike | string | null | undefined;
  readonly store: CacheStore;
  readonly namespace: (request: CacheRequest) => string;
  readonly requireScope: boolean;
  readonly hasher: Hasher;
  readonly threshold: number | Policy | undefined;
  readonly guards: GuardsOption;
  readonly verify: VerifyRules | undefined;
  /** Whether two answers say the same. */
  readonly compare: Verify | undefined;
  readonly audit: AuditRules | undefined;
  readonly conversation: Conversation;
  readonly normalize: NormalizeFunction | undefined;
  /** Lifetime of one answer in milliseconds. Throws when a function gives no duration. */
  readonly ttlOf: (answer: StorableAnswer, request: CacheRequest) => number;
  readonly ttlJitter: number;
  readonly freshness: FreshnessRules;
  readonly epoch: string;
  readonly mode: "on" | "read-only" | "shadow" | "off";
  readonly isCachedModel: (model: CacheRequest["model"]) => boolean;
  readonly rules: readonly Rule[];
  readonly tags: (request: CacheRequest) => readonly string[];
  readonly dependsOn: (request: CacheRequest) => readonly SourceReference[];
  readonly shouldCache: (request: CacheRequest) => boolean;
  readonly shouldStore: (answer: StorableAnswer, request: CacheRequest) => boolean;
  readonly providerTools: boolean;
  readonly singleFlight:
    | false
    | { readonly finishInBackground: boolean; readonly lease: LeaseRules | undefined };
  readonly replay: ResolvedReplay;
  readonly usage: "zero" | "original";
  readonly timeouts: Readonly<Record<keyof TimeoutOptions, number>>;
  readonly limits: Limits;
  readonly resilience: false | ResilienceRules;
  readonly costOf: CostFunction;
  /** Candidates that are looked at in one lookup. */
  readonly candidates: number;
  /** How far below the threshold a question is still reported as a near miss. */
  readonly nearMissMargin: number;
  readonly waitUntil: ((promise: Promise<unknown>) => void) | undefined;
  /** Never throws. */
  readonly onEvent: ((event: CacheEvent) => void) | undefined;
}

/** Options with the one thing a cache has from its creation on. */
export type ResolvableOptions = SemanticCacheOptions & { readonly store: CacheStore };

/** Fills in the defaults of options that were checked. */
export function resolveOptions(options: ResolvableOptions): Config {
  const { store } = options;
  const always = (): boolean => true;
  const { embeddingModel, threshold, verify, compare, audit, waitUntil, onEvent } = options;
  const { namespace = "", requireScope = false, epoch = "", mode = "on", usage = "zero" } = options;
  const { guards = "standard", conversation = "lineage", normalize = [] } = options;
  const { ttl = DEFAULT_TTL, ttlJitter = 0, rules = ["time-sensitive"] } = options;
  const { shouldCache = always, shouldStore = always, providerTools = false } = options;
  return {
    embeddingModel,
    store,
    namespace: typeof namespace === "function" ? namespace : () => namespace,
    requireScope,
    hasher: createHasher(options.secret),
    threshold,
    guards,
    verify: resolveVerify(verify),
    compare,
    audit: audit && resolveAudit(audit),
    conversation,
    normalize: createNormalize(normalize),
    ttlOf: createTtl(ttl),
    ttlJitter,
    freshness: resolveFreshness(mode === "shadow" ? {} : options),
    epoch: String(epoch),
    mode,
    isCachedModel: createModelFilter(options.models),
    rules: createRules(rules || []),
    tags: perRequest(options.tags),
    dependsOn: perRequest(options.dependsOn),
    shouldCache,
    shouldStore,
    providerTools,
    singleFlight: mayShareCalls(options) ? resolveSingleFlight(options.singleFlight) : false,
    replay: resolveReplay(options.replay),
    usage,
    timeouts: resolveTimeouts(options.timeouts),
    limits: resolveLimits(options.limits),
    resilience: resolveResilience(options.resilience),
    costOf: createCostFunction(options.pricing),
    candidates: 4,
    nearMissMargin: 0.1,
    waitUntil,
    onEvent,
  };
}

function resolveVerify(verify: SemanticCacheOptions["verify"]): VerifyRules | undefined {
  if (verify === undefined) return undefined;
  if (typeof verify === "function")
    return { verifier: verify, grayZone: undefined, isAsync: false };
  const { verifier, grayZone, mode = "sync" } = verify;
  return { verifier, grayZone, isAsync: mode === "async" };
}

function resolveAudit(audit: AuditOptions): AuditRules {
  const { rate = 0.05, maxFalseHitRate, whenExceeded = "raise-threshold", leastHits = 30 } = audit;
  return { rate, maxFalseHitRate, whenExceeded, leastHits };
}

function createModelFilter(models: SemanticCacheOptions["models"]): Config["isCachedModel"] {
  if (!models) return () => true;
  return ({ provider, modelId }) => {
    const name = `${provider}/${modelId}`;
    return models.some((model) =>
      typeof model === "string"
        ? model === name || model === modelId
        : new RegExp(model.source, model.flags.replace(/[gy]/g, "")).test(name),
    );
  };
}

function perRequest<T>(
  option: readonly T[] | ((request: CacheRequest) => readonly T[]) = [],
): (request: CacheRequest) => readonly T[] {
  return typeof option === "function" ? option : () => option;
}

const DEFAULT_TTL = "24h";

function createTtl(ttl: TtlOption): Config["ttlOf"] {
  if (typeof ttl === "function") {
    return (answer, request) => toMilliseconds(saidAtOnce("ttl", ttl(answer, request)), "ttl()");
  }
  if (typeof ttl !== "object") {
    const milliseconds = toMilliseconds(ttl, "ttl");
    return () => milliseconds;
  }
  const byModel = new Map(
    Object.entries(ttl).map(([name, duration]) => [
      name,
      toMilliseconds(duration, `ttl["${name}"]`),
    ]),
  );
  return (_answer, { model: { provider, modelId } }) =>
    byModel.get(`${provider}/${modelId}`) ??
    byModel.get(modelId) ??
    byModel.get("*") ??
    toMilliseconds(DEFAULT_TTL, "ttl");
}

function resolveFreshness(options: SemanticCacheOptions): FreshnessRules {
  const { staleWhileRevalidate = 0, staleIfError = 0, maxAge } = options;
  return {
    staleWhileRevalidateMs: toMilliseconds(staleWhileRevalidate, "staleWhileRevalidate"),
    staleIfErrorMs: toMilliseconds(staleIfError, "staleIfError"),
    eagerRefresh: options.eagerRefresh ?? 1,
    maxAgeMs: maxAge === undefined ? Number.POSITIVE_INFINITY : toMilliseconds(maxAge, "maxAge"),
  };
}

function resolveSingleFlight(
  option: SemanticCacheOptions["singleFlight"] = true,
): Config["singleFlight"] {
  if (option === false) return false;
  const { finishInBackground = false, lease = false } = option === true ? {} : option;
  if (lease === false) return { finishInBackground, lease: undefined };
  const { wait = "10s", hold = "60s" } = lease === true ? {} : lease;
  const waitMs = toMilliseconds(wait, "singleFlight.lease.wait");
  return {
    finishInBackground,
    lease: { waitMs, holdMs: toMilliseconds(hold, "singleFlight.lease.hold") },
  };
}

function resolveReplay(replay: ReplayOptions = {}): ResolvedReplay {
  const { chunk, delayMs, initialDelayMs } = replay;
  return { chunk: chunk ?? "recorded", delayMs: delayMs ?? 0, initialDelayMs: initialDelayMs ?? 0 };
}

function resolveTimeouts(timeouts: TimeoutOptions = {}): Config["timeouts"] {
  return {
    get: toMilliseconds(timeouts.get ?? "100ms", "timeouts.get"),
    search: toMilliseconds(timeouts.search ?? "250ms", "timeouts.search"),
    embedding: toMilliseconds(timeouts.embedding ?? "1s", "timeouts.embedding"),
    verify: toMilliseconds(timeouts.verify ?? "2s", "timeouts.verify"),
    write: toMilliseconds(timeouts.write ?? "5s", "timeouts.write"),
    stream: toMilliseconds(timeouts.stream ?? "10m", "timeouts.stream"),
  };
}

function resolveResilience(option: SemanticCacheOptions["resilience"] = {}): Config["resilience"] {
  if (option === false) return false;
  return {
    failures: option.failures ?? 5,
    failureRate: option.failureRate ?? 0.5,
    pauseMs: toMilliseconds(option.pause ?? "5s", "resilience.pause"),
    concurrency: option.concurrency ?? 64,
    waitingReads: option.waitingReads ?? 1_024,
    waitingWrites: option.waitingWrites ?? 256,
  };
}

import { type Duration, toMilliseconds } from "./duration.ts";
import type { EmbeddingModelLike } from "./embedding-model.ts";
import type { FreshnessRules } from "./freshness.ts";
import type { Guard } from "./lookup/guards/guard.ts";
import type { Policy } from "./lookup/policies/policy.ts";
import type { Verify } from "./lookup/verify.ts";
import type { SourceReference } from "./manage/labels.ts";
import type { CacheEvent } from "./observe/events.ts";
import type { Conversation } from "./request/conversation.ts";
import { createHasher, type Hasher } from "./request/hash.ts";
import {
  createNormalize,
  type NormalizeFunction,
  type NormalizeRule,
} from "./request/normalize.ts";
import type { CacheRequest } from "./request/plan.ts";
import { createRules, type Rule, type RuleName } from "./request/rules.ts";
import type { StorableAnswer } from "./response/answer.ts";
import type { ReplayOptions, ResolvedReplay } from "./response/chunk.ts";
import type { CacheStore } from "./store.ts";
import { memoryStore } from "./stores/memory.ts";
import { checkOptions } from "./validate-options.ts";

/** Options of {@link semanticCache}. Every one has a default, so `semanticCache()` works. */
export interface SemanticCacheOptions {
  /**
   * Where vectors come from: an AI SDK embedding model of any version, the id of one, or `null` for
   * exact hits only. @default the built-in English starter model (on Node; nothing on edge runtimes)
   */
  readonly embeddingModel?: EmbeddingModelLike | string | null | undefined;
  /** Where answers are kept. @default memoryStore() */
  readonly store?: CacheStore | undefined;
  /** The caller's partition: a tenant, a use case. Answers never cross it. @default "" */
  readonly namespace?: string | ((request: CacheRequest) => string) | undefined;
  /**
   * Makes every hash an HMAC, so that who can read the hashes cannot guess short prompts. At least 16
   * characters. @default none
   */
  readonly secret?: string | undefined;
  /**
   * Least raw cosine similarity of a semantic hit, or a policy that decides.
   * @default measured for known embedding models (docs/embedding-models.md), 0.95 for others
   */
  readonly threshold?: number | Policy | undefined;
  /**
   * Cheap checks that can veto a candidate, whatever its similarity. In a list, `"standard"` stands for
   * all standard ones: `["standard", mine]`. @default "standard"
   */
  readonly guards?: "standard" | false | readonly (Guard | "standard")[] | undefined;
  /** A second opinion on every candidate that passed; anything but `true` is a no. @default none */
  readonly verify?: Verify | undefined;
  /** How earlier turns decide what a question means. @default "lineage" */
  readonly conversation?: Conversation | undefined;
  /** Rules that even out dynamic tokens in instructions and questions. @default [] */
  readonly normalize?: readonly NormalizeRule[] | undefined;
  /**
   * How long an answer is fresh: one duration, one per model (by `modelId` or `provider/modelId`, `"*"`
   * for all others), or a function of the answer. @default "24h"
   */
  readonly ttl?: TtlOption | undefined;
  /** Share of the lifetime, from 0 to 1, that is taken off at random, so that answers stored together do not end together. @default 0 */
  readonly ttlJitter?: number | undefined;
  /** How long after its lifetime an answer is still served at once, and renewed behind. @default 0 */
  readonly staleWhileRevalidate?: Duration | undefined;
  /** How long after its lifetime an answer is still served in place of an error of the model. @default 0 */
  readonly staleIfError?: Duration | undefined;
  /** Share of the lifetime, from 0 to 1, after which a hit renews its answer behind. 1: never. @default 1 */
  readonly eagerRefresh?: number | undefined;
  /** No older answer is served, whatever lifetime it was stored with. @default none */
  readonly maxAge?: Duration | undefined;
  /** Part of every key: another value, and nothing stored so far is found. @default "" */
  readonly epoch?: string | number | undefined;
  /**
   * `"read-only"`: what is stored is served, nothing is written. `"off"`: every call goes past the cache.
   * @default "on"
   */
  readonly mode?: "on" | "read-only" | "off" | undefined;
  /** Only calls of these models are cached, by `modelId`, `provider/modelId` or a pattern of it. @default all */
  readonly models?: readonly (string | RegExp)[] | undefined;
  /**
   * Questions that go past the cache: `"time-sensitive"` (“today”, “latest”), `"personal"` (“my order”, an
   * e-mail address), `"side-effects"` (“send it”), or rules of your own. @default ["time-sensitive"]
   */
  readonly rules?: false | readonly (RuleName | Rule)[] | undefined;
  /** Names to invalidate answers by. @default [] */
  readonly tags?: readonly string[] | ((request: CacheRequest) => readonly string[]) | undefined;
  /**
   * Documents answers are made from, by id or by id and version: to invalidate by, and an answer made
   * from another version is not served. @default []
   */
  readonly dependsOn?:
    | readonly SourceReference[]
    | ((request: CacheRequest) => readonly SourceReference[])
    | undefined;
  /** Whether this request may use the cache. Synchronous; anything but `true` is a no. @default () => true */
  readonly shouldCache?: ((request: CacheRequest) => boolean) | undefined;
  /**
   * Whether this complete, clean answer may be stored. Synchronous; anything but `true` is a no.
   * @default () => true
   */
  readonly shouldStore?: ((answer: StorableAnswer, request: CacheRequest) => boolean) | undefined;
  /**
   * Also cache calls with tools the provider runs itself (web search, code execution). Their answers
   * depend on the outside world; the tool's own steps are not replayed. @default false
   */
  readonly providerTools?: boolean | undefined;
  /**
   * Whether requests that come while an equal or similar one is under way share its model call.
   * `finishInBackground`: that call goes on, and its answer is stored, when nobody waits any more.
   * @default true
   */
  readonly singleFlight?: boolean | SingleFlightOptions | undefined;
  /** How a stored answer is streamed. @default { chunk: "recorded" } without delay */
  readonly replay?: ReplayOptions | undefined;
  /** Token usage that a hit reports. The original is in the metadata either way. @default "zero" */
  readonly usage?: "zero" | "original" | undefined;
  /** How long each step may take before the cache gives it up. {@link TimeoutOptions} has the defaults. */
  readonly timeouts?: TimeoutOptions | undefined;
  /** Above these a request or an answer goes past the cache. {@link LimitOptions} has the defaults. */
  readonly limits?: LimitOptions | undefined;
  /** Keeps a serverless function alive until a promise settles. @default the platform's own, where it has one */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /** Hears of everything the cache does. It may throw: nothing depends on it. @default none */
  readonly onEvent?: ((event: CacheEvent) => void) | undefined;
}

/** A lifetime, one per model, or a function of the answer. */
export type TtlOption =
  | Duration
  | Readonly<Record<string, Duration>>
  | ((answer: StorableAnswer, request: CacheRequest) => Duration);

/** How model calls under way are shared. */
export interface SingleFlightOptions {
  /** Finish and store an answer that nobody waits for any more. @default false */
  readonly finishInBackground?: boolean | undefined;
  /**
   * Also share calls with other processes, through a store that has leases: one of them calls the model
   * for at most `hold`, the others look for its answer for at most `wait`, then call themselves.
   * @default false (true: { wait: "10s", hold: "60s" })
   */
  readonly lease?: boolean | { readonly wait?: Duration; readonly hold?: Duration } | undefined;
}

/** How long processes wait for each other, in milliseconds. */
export interface LeaseRules {
  readonly waitMs: number;
  readonly holdMs: number;
}

/** Deadlines. After one has passed, the cache gives up and the model is called. */
export interface TimeoutOptions {
  /** Reading an exact answer or an alias. @default "100ms" */
  readonly get?: Duration | undefined;
  /** Searching the store for similar questions. @default "250ms" */
  readonly search?: Duration | undefined;
  /** Embedding the question. @default "1s" */
  readonly embedding?: Duration | undefined;
  /** Deciding about one candidate: a policy of yours, a verifier. @default "2s" */
  readonly verify?: Duration | undefined;
  /** Writing an answer, behind the caller. @default "5s" */
  readonly write?: Duration | undefined;
  /** How long a stream may take, from its start, until its recording is given up. @default "10m" */
  readonly stream?: Duration | undefined;
}

/** Bounds against requests and answers that would cost more than they save. */
export interface LimitOptions {
  /** Canonical text of a request, in characters. @default 262144 */
  readonly promptCharacters?: number | undefined;
  /** A longer question is only matched exactly, in characters. @default 8192 */
  readonly queryCharacters?: number | undefined;
  /** Messages and parts of a prompt. @default 10000 */
  readonly parts?: number | undefined;
  /** Nesting of a request's JSON. @default 64 */
  readonly depth?: number | undefined;
  /** Size of a stored answer, in characters. @default 1048576 */
  readonly answerCharacters?: number | undefined;
}

/** The options with every default filled in: the only place that knows a default of the cache. */
export interface Config {
  readonly embeddingModel: EmbeddingModelLike | string | null | undefined;
  readonly store: CacheStore;
  readonly namespace: (request: CacheRequest) => string;
  readonly hasher: Hasher;
  readonly threshold: number | Policy | undefined;
  readonly guards: "standard" | false | readonly (Guard | "standard")[];
  readonly verify: Verify | undefined;
  readonly conversation: Conversation;
  readonly normalize: NormalizeFunction | undefined;
  /** Lifetime of one answer in milliseconds. Throws when a function gives no duration. */
  readonly ttlOf: (answer: StorableAnswer, request: CacheRequest) => number;
  readonly ttlJitter: number;
  readonly freshness: FreshnessRules;
  readonly epoch: string;
  readonly mode: "on" | "read-only" | "off";
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
  readonly limits: Readonly<Record<keyof LimitOptions, number>>;
  /** Candidates that are looked at in one lookup. */
  readonly candidates: number;
  /** How far below the threshold a question is still reported as a near miss. */
  readonly nearMissMargin: number;
  readonly waitUntil: ((promise: Promise<unknown>) => void) | undefined;
  readonly onEvent: ((event: CacheEvent) => void) | undefined;
}

/**
 * Fills in the defaults.
 *
 * @throws SemanticCacheError `invalid-options` naming the option, what it got and what it takes.
 */
export function resolveOptions(options: SemanticCacheOptions = {}): Config {
  checkOptions(options);
  const { namespace = "" } = options;
  return {
    embeddingModel: options.embeddingModel,
    store: options.store ?? memoryStore(),
    namespace: typeof namespace === "function" ? namespace : () => namespace,
    hasher: createHasher(options.secret),
    threshold: options.threshold,
    guards: options.guards ?? "standard",
    verify: options.verify,
    conversation: options.conversation ?? "lineage",
    normalize: createNormalize(options.normalize ?? []),
    ttlOf: createTtl(options.ttl ?? DEFAULT_TTL),
    ttlJitter: options.ttlJitter ?? 0,
    freshness: resolveFreshness(options),
    epoch: String(options.epoch ?? ""),
    mode: options.mode ?? "on",
    isCachedModel: createModelFilter(options.models),
    rules: createRules(options.rules === false ? [] : (options.rules ?? ["time-sensitive"])),
    tags: perRequest(options.tags),
    dependsOn: perRequest(options.dependsOn),
    shouldCache: options.shouldCache ?? (() => true),
    shouldStore: options.shouldStore ?? (() => true),
    providerTools: options.providerTools ?? false,
    singleFlight: resolveSingleFlight(options.singleFlight),
    replay: resolveReplay(options.replay),
    usage: options.usage ?? "zero",
    timeouts: resolveTimeouts(options.timeouts),
    limits: resolveLimits(options.limits),
    candidates: 4,
    nearMissMargin: 0.1,
    waitUntil: options.waitUntil,
    onEvent: options.onEvent,
  };
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
    return (answer, request) => toMilliseconds(ttl(answer, request), "ttl()");
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

function resolveLimits(limits: LimitOptions = {}): Config["limits"] {
  return {
    promptCharacters: limits.promptCharacters ?? 262_144,
    queryCharacters: limits.queryCharacters ?? 8_192,
    parts: limits.parts ?? 10_000,
    depth: limits.depth ?? 64,
    answerCharacters: limits.answerCharacters ?? 1_048_576,
  };
}

import type { Duration } from "./duration.ts";
import type { EmbeddingModelLike } from "./embedding-model.ts";
import type { LimitOptions } from "./limits.ts";
import type { GuardsOption } from "./lookup/guards/index.ts";
import type { Policy } from "./lookup/policies/policy.ts";
import type { Verify } from "./lookup/verify/verify.ts";
import type { SourceReference } from "./manage/labels.ts";
import type { CacheEvent } from "./observe/events.ts";
import type { Pricing } from "./observe/pricing.ts";
import type { Conversation } from "./request/conversation.ts";
import type { NormalizeRule } from "./request/normalize.ts";
import type { CacheRequest } from "./request/plan.ts";
import type { Rule, RuleName } from "./request/rules.ts";
import type { StorableAnswer } from "./response/answer.ts";
import type { ReplayOptions } from "./response/chunk.ts";
import type { CacheStore } from "./store.ts";

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
   * Whether a call that says no `scope` goes past the cache: then nothing is shared because somebody forgot
   * to say whose it is. What is for all says so with a word of yours, such as `scope: "shared"`. @default false
   */
  readonly requireScope?: boolean | undefined;
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
   * Cheap checks that can veto a candidate, whatever its similarity: a preset (`"standard"`, `"strict"`,
   * `"long-prompts"`), a list of presets and guards of yours, or a preset with changes:
   * `{ preset, languages, add, without }`. @default "standard"
   */
  readonly guards?: GuardsOption | undefined;
  /**
   * A second opinion on every candidate that passed, or only on those in a gray zone; anything but `true`
   * is a no. @default none
   */
  readonly verify?: Verify | VerifyZoneOptions | undefined;
  /**
   * Whether two answers say the same, for `audit`, for `mode: "shadow"` and for policies that learn, which
   * need it: `llmJudge(model)`, or `sameText()` where answers are labels. @default none
   */
  readonly compare?: Verify | undefined;
  /**
   * Also calls the model behind a share of the semantic hits, compares, and acts when too many were wrong.
   * {@link AuditOptions} has the defaults. @default none
   */
  readonly audit?: AuditOptions | undefined;
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
   * `"read-only"`: what is stored is served, nothing is written. `"shadow"`: everything is looked up and
   * stored, nothing is served, and `audit()` reports what would have been. `"off"`: every call goes past the
   * cache. @default "on"
   */
  readonly mode?: "on" | "read-only" | "shadow" | "off" | undefined;
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
   * `finishInBackground`: that call goes on, and its answer is stored, when nobody waits any more. On
   * Cloudflare Workers and in edge runtimes it is off, whatever is said.
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
  /**
   * When a store, an embedding model or a verifier that fails is left alone, and how many calls a store
   * gets at once; `false`: always call them. {@link ResilienceOptions} has the defaults. @default {}
   */
  readonly resilience?: false | ResilienceOptions | undefined;
  /**
   * What model calls cost, for `stats()`: a table by model, a function such as `libraryPrices(calcPrice)`,
   * or a list of both. @default none: no money in stats
   */
  readonly pricing?: Pricing | undefined;
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

/** Which matches a verifier is asked about, and when. */
export interface VerifyZoneOptions {
  readonly verifier: Verify;
  /** Only these are put to the verifier, in place of the policy. @default every match the policy would serve */
  readonly grayZone?: GrayZone | undefined;
  /**
   * `"sync"`: the caller waits for the verdict. `"async"`: it is a miss now, and the verifier is asked with
   * the model's answer at hand; when it agrees, the stored answer is served for this question, too, from
   * then on. @default "sync"
   */
  readonly mode?: "sync" | "async" | undefined;
}

/** Raw cosine similarities between which a verifier decides. */
export interface GrayZone {
  readonly from: number;
  /** Not included. @default where the policy begins to serve */
  readonly to?: number | undefined;
}

/** How hits are audited while they are served. Needs `compare`. */
export interface AuditOptions {
  /** Share of semantic hits that are audited, from 0 to 1. Each costs a model call. @default 0.05 */
  readonly rate?: number | undefined;
  /** Share of semantic hits that may be wrong, from 0 to 1. @default none: it is only reported */
  readonly maxFalseHitRate?: number | undefined;
  /**
   * When even the lower end of the 95 % interval is above that share: `"raise-threshold"` by 0.02 each time,
   * or `"stop-serving"` by meaning until comparisons are good again. @default "raise-threshold"
   */
  readonly whenExceeded?: "raise-threshold" | "stop-serving" | undefined;
  /** Fewer audited hits decide nothing. @default 30 */
  readonly leastHits?: number | undefined;
}

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

/**
 * How dependencies that fail or are slow are kept from costing more than a miss. Reading, searching and
 * writing the store, the embedding model and the verifier each have a circuit breaker.
 */
export interface ResilienceOptions {
  /** Failures in a row, a deadline that passed among them, after which calls stop. @default 5 */
  readonly failures?: number | undefined;
  /** Share of failures among the latest 20 calls, above 0 and up to 1, that stops calls too. @default 0.5 */
  readonly failureRate?: number | undefined;
  /** How long calls stop, a tenth more or less; then one is tried. @default "5s" */
  readonly pause?: Duration | undefined;
  /** Reads of the store at once, and writes. @default 64 */
  readonly concurrency?: number | undefined;
  /** Reads that wait for others, within their own deadline. One more is a miss. @default 1024 */
  readonly waitingReads?: number | undefined;
  /** Writes that wait for others. One more, and the oldest is dropped. @default 256 */
  readonly waitingWrites?: number | undefined;
}

import { type Background, createBackground } from "./background.ts";
import { blockCollectors } from "./block.ts";
import type { Config } from "./config.ts";
import { toEntryId } from "./entry-id.ts";
import { SemanticCacheError, type SemanticCacheErrorCode } from "./errors.ts";
import { createFlights, type Flights } from "./flight/flights.ts";
import { lazy } from "./lazy.ts";
import { createLiveAudit, type LiveAudit } from "./learning/live-audit.ts";
import { createShadowBook, type ShadowBook } from "./learning/shadow-book.ts";
import type { SemanticTier } from "./lookup/semantic-tier.ts";
import type { Verify } from "./lookup/verify/verify.ts";
import { createLru, type Lru } from "./lru.ts";
import { createRemovals, type Removals } from "./manage/removals.ts";
import type { CacheEvent, ErrorStage, FailureReason, TokenUsage } from "./observe/events.ts";
import { createStats, type StatsCollector } from "./observe/stats.ts";
import type { SpentOn } from "./observe/tally.ts";
import { createIdentities, type Identities } from "./request/identities.ts";
import type { GuardedCall } from "./resilience/guarded-call.ts";
import { createLane, type Lane } from "./resilience/lane.ts";
import { refusalOf } from "./resilience/refusal.ts";
import { createResilience } from "./resilience/resilience.ts";
import { createWriteRates, type WriteRates } from "./resilience/write-rates.ts";
import type { Payload } from "./response/payload.ts";
import type { CacheStore, StoreChange, StoredEntry } from "./store.ts";

const MOST_RECENT_HITS = 1_000;

/** Everything the steps of a request share. */
export interface Runtime {
  /** The options. Their store refuses calls while it is known to fail: for requests, not for people. */
  readonly config: Config;
  /** The store itself, for what people ask for: it is always called. */
  readonly plainStore: CacheStore;
  /** Where entries wait for their turn to be written. */
  readonly writes: Lane;
  /** How much each caller stores. */
  readonly writeRates: WriteRates;
  /** Calls the embedding model for a request, unless it is known to fail. */
  readonly embed: GuardedCall;
  /** What lately identified requests: settings and instructions come again and again. */
  readonly identities: Identities;
  readonly background: Background;
  readonly stats: StatsCollector;
  /** What entries say: a store in this process hands out the same entry each time, it is read once. */
  readonly payloads: WeakMap<StoredEntry, Payload>;
  /** By entry, the latest conversation that was served it and goes on as the one that stored it. */
  readonly sameConversations: WeakMap<StoredEntry, string>;
  /** The model calls that are under way, for those who ask the same. */
  readonly flights: Flights;
  /** Ids of entries that are being renewed, or were in vain, with the time from which one may try again. */
  readonly renewals: Map<string, number>;
  /** What is found out about hits by comparing them, where that is wanted. */
  readonly audit: LiveAudit | undefined;
  /** What would have been served, in shadow mode. */
  readonly shadow: ShadowBook | undefined;
  /** How near the latest hits by meaning were, by the id of the entry that was served: for people who say that one was wrong. */
  readonly recentHits: Lru<string, number>;
  /** One after the other, what was learned is written to entries. */
  readonly learningLane: Lane;
  /** What is invalidated or cleared at the moment. */
  readonly removals: Removals;
  emit(event: CacheEvent): void;
  /** Counts a call that was paid for, by `provider/modelId`, to find an answer by meaning. */
  spend(on: SpentOn, model: string, usage: TokenUsage): void;
  /**
   * Reports what failed inside the cache; `fields` name the request. That a dependency was not even
   * called is no failure: misses and `not-stored` say so.
   */
  fail(stage: ErrorStage, error: unknown, fields?: object): void;
  /** What compares by meaning; an exact hit never loads it. */
  semanticTier(): SemanticTier | Promise<SemanticTier>;
  /** Stops listening to the store. */
  dispose(): void;
}

/** The {@link Runtime} of one cache. */
export function createRuntime(options: Config): Runtime {
  const stats = createStats();
  const emit = createEmit(options, stats);
  const spend = createSpend(options, stats);
  const {
    store,
    writes,
    embed,
    verify: guard,
    compare: guardCompare,
  } = createResilience(options, emit);
  const { verify, compare } = options;
  const config: Config = {
    ...options,
    store,
    verify: verify && { ...verify, verifier: guardedVerify(verify.verifier, guard, spend) },
    compare: compare && guardedVerify(compare, guardCompare, spend),
  };
  const runtime: Runtime = {
    config,
    plainStore: options.store,
    writes,
    writeRates: createWriteRates(config.limits.writesPerMinute),
    embed,
    spend,
    identities: createIdentities(),
    background: createBackground(config.waitUntil),
    stats,
    payloads: new WeakMap(),
    sameConversations: new WeakMap(),
    flights: createFlights(),
    renewals: new Map(),
    audit: options.audit && createLiveAudit(options.audit, emit),
    shadow: options.mode === "shadow" ? createShadowBook() : undefined,
    recentHits: createLru({ maxWeight: MOST_RECENT_HITS }),
    removals: createRemovals(),
    learningLane: createLane({ concurrency: 1, waiting: 1_024, refusal: "queue-full" }),
    emit,
    fail(stage, error, fields = {}) {
      if (refusalOf(error)) return;
      emit({ ...fields, type: "error", stage, reason: failureReason(error), error });
    },
    semanticTier: lazy(async () => {
      const { createSemanticTier } = await import("./lookup/semantic-tier.ts");
      return createSemanticTier(runtime);
    }),
    dispose: () => stopListening?.(),
  };
  const stopListening = options.store.changes?.((change) => reportChange(runtime, change));
  return runtime;
}

function reportChange({ emit, fail }: Runtime, { type, scope, key }: StoreChange): void {
  const entryId = toEntryId({ scope, key });
  if (type === "evict") emit({ type: "evict", entryId, reason: "capacity" });
  else if (type === "expire") emit({ type: "evict", entryId, reason: "expired" });
  else fail("lookup", unreadable(entryId, type));
}

/** What is said of an entry that cannot be read: as a miss, and in one `error` event. */
export function unreadable(entryId: string, problem: "corrupt" | "unknown-format"): Error {
  return problem === "corrupt"
    ? new SemanticCacheError("entry", `Entry ${entryId} is damaged: a miss, and removed.`)
    : new SemanticCacheError(
        "format",
        `Entry ${entryId} was written in a form this version does not know: a miss, left as it is.`,
      );
}

const FAILURE_REASONS: Readonly<Partial<Record<SemanticCacheErrorCode, FailureReason>>> = {
  timeout: "timeout",
  entry: "corrupt",
  format: "unknown-format",
};

function failureReason(error: unknown): FailureReason {
  const code = SemanticCacheError.isInstance(error) ? error.code : undefined;
  return (code && FAILURE_REASONS[code]) ?? "failed";
}

function createEmit(
  { onEvent, costOf }: Config,
  stats: StatsCollector,
): (event: CacheEvent) => void {
  return (event) => {
    const cost = event.type === "hit" ? costOf(event.model, event.savedUsage) : undefined;
    stats.record(event, cost);
    for (const collector of blockCollectors()) collector.record(event, cost);
    onEvent?.(event);
  };
}

function createSpend({ costOf }: Config, stats: StatsCollector): Runtime["spend"] {
  return (on, model, usage) => {
    const cost = costOf(model, usage);
    for (const collector of [stats, ...blockCollectors()]) collector.spend(on, usage, cost);
  };
}

/** A verifier that is left alone while it fails, and can say what its opinion cost. */
function guardedVerify(verify: Verify, guard: GuardedCall, spend: Runtime["spend"]): Verify {
  const reportUsage = (model: string, usage: TokenUsage): void => spend("verify", model, usage);
  return (candidate, { abortSignal }) =>
    guard(abortSignal, () => verify(candidate, { abortSignal, reportUsage }));
}

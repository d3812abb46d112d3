import type { Interval } from "../learning/interval.ts";
import type { Hex } from "../store.ts";

/** Tokens of a model call, as far as the provider reported them. */
export interface TokenUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Part of `inputTokens`: what the provider's own prompt cache knew. */
  readonly cachedInputTokens?: number | undefined;
}

/** Why the cache was not consulted at all. */
export type BypassReason =
  | "off"
  | "model"
  | "rule"
  | "no-store"
  | "invalid-directive"
  | "no-scope"
  | "empty-prompt"
  | "server-state"
  | "provider-tools"
  | "raw-chunks"
  | "too-large"
  | "should-cache"
  | "unknown-version"
  | "plan-failed";

/** Why a consulted cache had no answer. */
export type MissReason =
  | "no-match"
  | "vetoed"
  | "below-threshold"
  /** The policy wants to learn from the model's own answer first. */
  | "explored"
  | "unverified"
  /** The nearest stored answer was said to be wrong. */
  | "quarantined"
  /** An audit found too many wrong hits: none is served by meaning. */
  | "audit"
  /** Would have been a hit. */
  | "shadow"
  | "exact-only"
  | "no-vector"
  | "embedding-failed"
  | "store-failed"
  | "flight-failed"
  | "not-shareable"
  | "breaker-open"
  | "bulkhead"
  | "reload";

/** Why an answer of the model was not stored. */
export type NotStoredReason =
  | "no-finish"
  | "finish-reason"
  | "paused"
  | "error-part"
  | "open-block"
  | "unknown-part"
  | "tool-call"
  | "provider-state"
  | "empty"
  | "invalid-json"
  | "schema-mismatch"
  | "too-large"
  | "retention"
  | "should-store"
  | "rate-limited"
  | "read-only"
  | "invalidated"
  /** A stored answer says the same. */
  | "represented"
  | "breaker-open"
  | "queue-full"
  | "cancelled"
  | "failed"
  | "unread"
  | "unreadable";

/** Which part of the cache failed. */
export type ErrorStage =
  | "plan"
  | "lookup"
  | "embedding"
  | "guard"
  | "policy"
  | "verify"
  | "write"
  | "renew"
  | "compare"
  | "learn";

/** How it failed. `corrupt`: damaged, and removed; `unknown-format`: another version's, and left alone. */
export type FailureReason = "failed" | "timeout" | "corrupt" | "unknown-format";

/**
 * Why a stored answer and the model's own are compared: a policy learns, a verifier is asked behind the
 * answer, a hit is audited, or nothing is served in shadow mode.
 */
export type Comparison = "explore" | "verify" | "audit" | "shadow";

/** What the cache calls, as far as it is left alone by itself when it fails. */
export type Dependency =
  | "store.read"
  | "store.search"
  | "store.write"
  | "embedding"
  | "verify"
  | "compare";

/** Fields by which events name a request. */
export interface RequestFields {
  /** `provider/modelId` of the request. */
  readonly model: string;
  readonly operation: "generate" | "stream";
  readonly namespace: string;
  /** Hashes that name the request; absent when planning ended before they were made. */
  readonly scope?: Hex | undefined;
  readonly key?: Hex | undefined;
}

/**
 * Everything the cache does, as one discriminated union. No event carries text of a prompt or of an
 * answer. Durations are milliseconds.
 */
export type CacheEvent =
  | ({
      readonly type: "hit";
      readonly kind: "exact" | "semantic";
      /** Raw cosine of the two questions; 1 for an exact hit. */
      readonly similarity: number;
      readonly entryId: string;
      readonly stale: boolean;
      /** The answer came from a model call that was still under way. */
      readonly inFlight?: boolean | undefined;
      readonly ageMs: number;
      /** From the request's arrival to the decision. */
      readonly durationMs: number;
      readonly savedUsage: TokenUsage;
      /** What the original call took, minus what the hit took. */
      readonly savedMs: number;
    } & RequestFields)
  | ({
      readonly type: "miss";
      readonly reason: MissReason;
      /** Similarity of the nearest candidate that was looked at. */
      readonly similarity?: number | undefined;
      /** `entryId` of that candidate. */
      readonly nearest?: string | undefined;
      /** Names of the guards that spoke against a candidate. */
      readonly vetoedBy?: readonly string[] | undefined;
      readonly durationMs: number;
    } & RequestFields)
  | ({
      readonly type: "bypass";
      readonly reason: BypassReason;
      /** Name of the rule that applied. */
      readonly rule?: string | undefined;
    } & RequestFields)
  /** The model is asked again, behind a stale or ageing answer; a `write` follows. */
  | ({ readonly type: "renew"; readonly entryId: string } & RequestFields)
  /** The model failed, and a stale answer was served in place of its error. */
  | ({
      readonly type: "rescue";
      readonly entryId: string;
      readonly ageMs: number;
      readonly error: unknown;
    } & RequestFields)
  | ({ readonly type: "write"; readonly entryId: string; readonly bytes: number } & RequestFields)
  | ({ readonly type: "not-stored"; readonly reason: NotStoredReason } & RequestFields)
  /** The model's own answer to a question was compared with a stored one that was near. */
  | ({
      readonly type: "compare";
      readonly purpose: Comparison;
      readonly entryId: string;
      readonly similarity: number;
      readonly outcome: "same" | "different" | "failed";
    } & RequestFields)
  /** A verified answer is stored for another question, too: `entryId` answers it from now on. */
  | ({ readonly type: "promote"; readonly entryId: string; readonly from: string } & RequestFields)
  | { readonly type: "feedback"; readonly entryId: string; readonly correct: boolean }
  /** More hits were wrong than may be, or no longer. */
  | {
      readonly type: "audit";
      readonly action: "raise-threshold" | "stop-serving" | "resume";
      readonly falseHitRate: Interval;
      /** Hits the rate is of. */
      readonly compared: number;
      /** By how much the threshold is raised, altogether. */
      readonly raisedBy: number;
    }
  | { readonly type: "evict"; readonly entryId: string; readonly reason: "capacity" | "expired" }
  /** From `open` on a dependency that fails is not called, until a probe succeeds. Said once each time. */
  | {
      readonly type: "breaker";
      readonly dependency: Dependency;
      readonly state: "open" | "closed";
    }
  | { readonly type: "notice"; readonly code: "no-built-in-embedding"; readonly message: string }
  | ({
      readonly type: "error";
      readonly stage: ErrorStage;
      readonly reason: FailureReason;
      readonly error: unknown;
    } & Partial<RequestFields>);

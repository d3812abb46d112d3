export { type CacheBlock, withCache } from "./block.ts";
export type { Duration } from "./duration.ts";
export type { EmbeddingModelLike } from "./embedding-model.ts";
export { SemanticCacheError, type SemanticCacheErrorCode } from "./errors.ts";
export type { CacheAudit, CacheSelection, SemanticCacheHandle } from "./handle.ts";
export type { Feedback, FeedbackReceipt } from "./learning/feedback.ts";
export type { Interval } from "./learning/interval.ts";
export type { AuditReport } from "./learning/live-audit.ts";
export type { ShadowGuards, ShadowPoint, ShadowReport } from "./learning/shadow-book.ts";
export type { LimitOptions } from "./limits.ts";
export type { Finding, RefusalReason, Verdict } from "./lookup/checks.ts";
export type { Guard, Veto } from "./lookup/guards/guard.ts";
export type { GuardText } from "./lookup/guards/guard-text.ts";
export type { Unusable } from "./lookup/hit.ts";
export type {
  Decision,
  Learning,
  Observation,
  Policy,
  PolicyCandidate,
} from "./lookup/policies/policy.ts";
export type { ChosenModel } from "./lookup/semantic-tier.ts";
export type { Verify, VerifyCandidate, VerifyOptions } from "./lookup/verify/verify.ts";
export type { Items } from "./manage/concurrently.ts";
export type { InvalidateCandidate, InvalidateFilter } from "./manage/entry-selection.ts";
export type { EntryView } from "./manage/entry-view.ts";
export type { ImportOptions, ImportReport } from "./manage/import.ts";
export type { InvalidationReceipt } from "./manage/invalidate.ts";
export type { SourceReference } from "./manage/labels.ts";
export type { TextSource } from "./manage/lines.ts";
export type { NearEntry, NeighbourQuery } from "./manage/neighbours.ts";
export type { PinReceipt } from "./manage/pin.ts";
export type { WarmPrompt, WarmPrompts } from "./manage/prompts.ts";
export type { ReembedOptions, ReembedReport } from "./manage/reembed.ts";
export type { WarmOptions, WarmReport } from "./manage/warm.ts";
export type { CacheModelInfo, SemanticCacheMiddleware } from "./middleware.ts";
export type {
  BypassReason,
  CacheEvent,
  Comparison,
  Dependency,
  ErrorStage,
  FailureReason,
  MissReason,
  NotStoredReason,
  RequestFields,
  TokenUsage,
} from "./observe/events.ts";
export type {
  CallUnderWay,
  ExplainedBounds,
  ExplainedExact,
  ExplainedLearned,
  ExplainedPlan,
  Explanation,
  Freshness,
  GuardVerdict,
  Neighbour,
  PolicyVerdict,
  ScopePart,
  UnusableNeighbour,
  VerifierVerdict,
} from "./observe/explain/explanation.ts";
export type { ExplainParams } from "./observe/explain.ts";
export type { EventListener } from "./observe/listeners.ts";
export type { Percentiles } from "./observe/percentiles.ts";
export type {
  ModelPrice,
  Money,
  PricedCall,
  Pricing,
  PricingFunction,
  PricingTable,
} from "./observe/pricing.ts";
export type { CacheStats, NetSavings, Spending, StatsOptions } from "./observe/stats.ts";
export type { CacheCounts, Outcomes, Savings, SpentOn } from "./observe/tally.ts";
export type {
  AuditOptions,
  GrayZone,
  ResilienceOptions,
  SemanticCacheOptions,
  SingleFlightOptions,
  TimeoutOptions,
  TtlOption,
  VerifyZoneOptions,
} from "./options.ts";
export type {
  Conversation,
  ConversationFunction,
  ConversationTurn,
} from "./request/conversation.ts";
export type { SemanticCacheCallOptions } from "./request/directives.ts";
export type { NormalizeContext, NormalizeFunction, NormalizeRule } from "./request/normalize.ts";
export type { CacheRequest } from "./request/plan.ts";
export type { PromptMessage, PromptPart } from "./request/prompt.ts";
export type { Rule, RuleName } from "./request/rules.ts";
export type {
  AnswerPart,
  AnswerUsage,
  Citation,
  FilePart,
  ObjectPart,
  SourcePart,
  StorableAnswer,
  TextPart,
} from "./response/answer.ts";
export type { ReplayOptions } from "./response/chunk.ts";
export { type SemanticCacheMetadata, semanticCacheMetadata } from "./response/metadata.ts";
export { type SemanticCache, semanticCache } from "./semantic-cache.ts";
export type {
  Alias,
  CacheStore,
  EntryAddress,
  EntryFilter,
  Hex,
  Invalidation,
  Match,
  MaybePromise,
  SearchQuery,
  StoreCapabilities,
  StoreChange,
  StoredEntry,
  StoreSize,
} from "./store.ts";
export { type MemoryStoreOptions, memoryStore } from "./stores/memory/index.ts";
export type { TextFunction, TextFunctionOptions, WrapOptions } from "./wrap-function.ts";

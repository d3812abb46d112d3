export { type CacheBlock, withCache } from "./block.ts";
export type { Duration } from "./duration.ts";
export type { EmbeddingModelLike } from "./embedding-model.ts";
export { SemanticCacheError, type SemanticCacheErrorCode } from "./errors.ts";
export type { CacheSelection, SemanticCacheHandle } from "./handle.ts";
export type { Refusal, Verdict } from "./lookup/checks.ts";
export type { Guard } from "./lookup/guards/guard.ts";
export type { GuardText } from "./lookup/guards/guard-text.ts";
export type { Policy, PolicyCandidate } from "./lookup/policies/policy.ts";
export type { Verify, VerifyCandidate } from "./lookup/verify.ts";
export type {
  InvalidateCandidate,
  InvalidateFilter,
  InvalidationReceipt,
} from "./manage/invalidate.ts";
export type { SourceReference } from "./manage/labels.ts";
export type { CacheModelInfo, SemanticCacheMiddleware } from "./middleware.ts";
export type {
  BypassReason,
  CacheEvent,
  ErrorStage,
  FailureReason,
  MissReason,
  NotStoredReason,
  RequestFields,
  TokenUsage,
} from "./observe/events.ts";
export type { ExplainParams, Explanation, Neighbour } from "./observe/explain.ts";
export type { CacheStats, Percentiles } from "./observe/stats.ts";
export type {
  LimitOptions,
  SemanticCacheOptions,
  SingleFlightOptions,
  TimeoutOptions,
  TtlOption,
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
export { type MemoryStoreOptions, memoryStore } from "./stores/memory.ts";

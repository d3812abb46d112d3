import type { BypassReason, MissReason, NotStoredReason } from "../../observe/events.ts";

/** A short name and a sentence of every reason. */
type Words<Reason extends string> = Readonly<Record<Reason, readonly [name: string, why: string]>>;

const MISSES: Words<MissReason> = {
  "no-match": ["nothing near", "No stored question of the same scope was near."],
  vetoed: ["vetoed", "A stored question was near enough; a guard found a difference that matters."],
  "below-threshold": ["below threshold", "The nearest stored question was not similar enough."],
  explored: ["explored", "The policy wanted to learn from the model's own answer."],
  unverified: ["not verified", "The verifier did not agree."],
  quarantined: ["known wrong", "The nearest stored answer was said to be wrong."],
  audit: ["audit", "An audit found too many wrong hits, so none is served by meaning."],
  shadow: ["shadow", "Would have been a hit; in shadow mode nothing is served."],
  "exact-only": ["exact only", "Only an exact hit is possible for this request."],
  "no-vector": ["no vector", "The embedding model has nothing to say about this text."],
  "embedding-failed": ["embedding failed", "The embedding model failed or was late."],
  "store-failed": ["store failed", "The store failed or was late."],
  "flight-failed": ["shared call failed", "The model call that was shared failed."],
  "not-shareable": ["not shareable", "The answer under way was for its first caller only."],
  "breaker-open": ["breaker open", "A part that keeps failing is left alone for now."],
  bulkhead: ["too many at once", "Too many reads of the store were under way."],
  reload: ["asked anew", "The call asked for a fresh answer."],
};

const BYPASSES: Words<BypassReason> = {
  off: ["off", "The cache, or this call, is set to off."],
  model: ["other model", "This model is not among those whose calls are cached."],
  rule: ["rule", "A rule about questions applied, such as one about today."],
  "no-store": ["no-store", "The call asked neither to read nor to write."],
  "invalid-directive": [
    "bad directive",
    "What the call said to the cache could not be understood.",
  ],
  "no-scope": ["no scope", "The call did not say for whom its answer is."],
  "empty-prompt": ["empty", "There are no messages."],
  "server-state": ["server state", "The provider holds a part of the conversation."],
  "provider-tools": ["provider tools", "The provider runs tools itself."],
  "raw-chunks": ["raw chunks", "The call wants raw chunks, which are not recorded."],
  "too-large": ["too large", "The request is above the limit."],
  "should-cache": ["shouldCache", "The option shouldCache said no."],
  "unknown-version": ["unknown version", "This version of the AI SDK is not known."],
  "plan-failed": ["not understood", "Reading the request failed."],
};

const NOT_STORED: Words<NotStoredReason> = {
  "no-finish": ["no end", "The answer stopped before its end."],
  "finish-reason": ["cut off", "It ended by length, a filter or an error."],
  paused: ["paused", "The provider paused its turn."],
  "error-part": ["error inside", "An error came within the answer."],
  "open-block": ["open block", "A block of it was never closed."],
  "unknown-part": ["unknown part", "It holds a part that is not known."],
  "tool-call": ["tool call", "It calls a tool."],
  "provider-state": ["provider state", "It holds state of one conversation."],
  empty: ["empty", "It has neither text nor a file."],
  "invalid-json": ["not JSON", "JSON was asked for, and this is none."],
  "schema-mismatch": ["other shape", "It does not fit the schema that was asked for."],
  "too-large": ["too large", "The answer is above the limit."],
  retention: ["not to be kept", "The call said to keep nothing, and the store is shared."],
  "should-store": ["shouldStore", "The option shouldStore said no."],
  "rate-limited": ["rate-limited", "This caller stored too many answers in a minute."],
  "read-only": ["read-only", "The cache is read only."],
  invalidated: ["invalidated", "It was invalidated while it was made."],
  represented: ["known already", "A stored answer says the same."],
  "breaker-open": ["breaker open", "Writing keeps failing and is left alone for now."],
  "queue-full": ["queue full", "Too many writes were waiting."],
  cancelled: ["cancelled", "Everybody who read it left."],
  failed: ["failed", "The stream, or the write, failed."],
  unread: ["unread", "It was not read to its end in time."],
  unreadable: ["unreadable", "It has no form that is known."],
};

const ALL: Readonly<Record<"miss" | "bypass" | "not-stored", Words<string>>> = {
  miss: MISSES,
  bypass: BYPASSES,
  "not-stored": NOT_STORED,
};

/** The short name of a reason; of one that is not known here, its code. */
export function reasonName(kind: keyof typeof ALL, reason: string): string {
  return ALL[kind][reason]?.[0] ?? reason;
}

/** A reason as a sentence. */
export function reasonSentence(kind: keyof typeof ALL, reason: string): string {
  return ALL[kind][reason]?.[1] ?? "";
}

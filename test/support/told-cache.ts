import { type CacheEvent, type SemanticCache, semanticCache } from "../../src/index.ts";
import { createListeners } from "../../src/observe/listeners.ts";

/** A cache that says what a test wants it to say. */
export interface ToldCache extends SemanticCache {
  tell(event: CacheEvent): void;
}

/** A {@link ToldCache}; `replaced` stands in for methods of its handle. */
export function toldCache(replaced: Partial<SemanticCache> = {}): ToldCache {
  const { tell, subscribe } = createListeners();
  return { ...semanticCache(), subscribe, ...replaced, tell };
}

const REQUEST = { model: "openai.responses/gpt-5-mini", operation: "generate", namespace: "acme" };

/** An event of a request, with what a test cares about; the rest is made up. */
export function requestEvent<Type extends CacheEvent["type"]>(
  type: Type,
  fields: object = {},
): CacheEvent {
  return { ...REQUEST, ...DEFAULTS[type], ...fields, type } as unknown as CacheEvent;
}

const DEFAULTS: Readonly<Record<CacheEvent["type"], object>> = {
  hit: {
    kind: "semantic",
    similarity: 0.9,
    entryId: "entry",
    stale: false,
    ageMs: 1000,
    durationMs: 2,
    savedUsage: { inputTokens: 10, outputTokens: 20 },
    savedMs: 1500,
  },
  miss: { reason: "no-match", durationMs: 3 },
  bypass: { reason: "no-store" },
  renew: { entryId: "entry" },
  rescue: { entryId: "entry", ageMs: 1000, error: new Error("down") },
  write: { entryId: "entry", bytes: 300 },
  "not-stored": { reason: "tool-call" },
  compare: { purpose: "audit", entryId: "entry", similarity: 0.9, outcome: "same" },
  promote: { entryId: "entry", from: "other" },
  feedback: { entryId: "entry", correct: false },
  audit: {
    action: "stop-serving",
    falseHitRate: { share: 0.2, low: 0.1, high: 0.3 },
    compared: 50,
    raisedBy: 0,
  },
  evict: { entryId: "entry", reason: "capacity" },
  breaker: { dependency: "store.read", state: "open" },
  notice: { code: "no-built-in-embedding", message: "text" },
  error: { stage: "write", reason: "timeout", error: new Error("down") },
};

/** One event of every type. */
export const EVERY_EVENT: readonly CacheEvent[] = Object.keys(DEFAULTS).map((type) =>
  requestEvent(type as CacheEvent["type"]),
);

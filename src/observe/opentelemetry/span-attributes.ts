import type { Attributes } from "@opentelemetry/api";
import type { CacheEvent } from "../events.ts";
import { modelAttributes } from "./model-attributes.ts";

/** What names of the cache's own attributes, metrics and span events begin with. */
export const PREFIX = "ai_sdk_semantic_cache";

/**
 * The fields of events that spans are told, with their names there. No other field goes into a span:
 * `error` may hold text of prompts.
 */
export const SPAN_FIELDS: Readonly<Record<string, string>> = {
  operation: "operation",
  kind: "kind",
  similarity: "similarity",
  reason: "reason",
  rule: "rule",
  vetoedBy: "vetoed_by",
  entryId: "entry_id",
  nearest: "nearest_entry_id",
  from: "from_entry_id",
  stale: "stale",
  inFlight: "in_flight",
  ageMs: "age_ms",
  durationMs: "duration_ms",
  savedMs: "saved_ms",
  bytes: "bytes",
  stage: "stage",
  purpose: "purpose",
  outcome: "comparison",
  correct: "correct",
  action: "action",
  compared: "compared",
  raisedBy: "raised_by",
  dependency: "dependency",
  state: "state",
};

/** Which of these a span gets that is asked to tell namespaces: they are the application's own text. */
export interface SpanOptions {
  readonly namespaces: boolean;
}

/** What a span is told of an event, besides the model. */
export function spanAttributes(event: CacheEvent, { namespaces }: SpanOptions): Attributes {
  const fields = namespaces ? { ...SPAN_FIELDS, namespace: "namespace" } : SPAN_FIELDS;
  const attributes: Attributes = {};
  for (const [field, name] of Object.entries(fields)) {
    const value: unknown = Reflect.get(event, field);
    if (value !== undefined) attributes[`${PREFIX}.${name}`] = value as Attributes[string];
  }
  return { ...attributes, ...outcomeAttributes(event) };
}

/** The attributes of a request's model, for events that are about a request. */
export function requestModel(event: CacheEvent): Attributes {
  return "model" in event && event.model !== undefined ? modelAttributes(event.model) : {};
}

function outcomeAttributes(event: CacheEvent): Attributes {
  if (!isOutcome(event)) return {};
  if (event.type !== "hit") return { [`${PREFIX}.outcome`]: event.type };
  const { inputTokens, outputTokens } = event.savedUsage;
  return {
    [`${PREFIX}.outcome`]: event.type,
    ...(inputTokens !== undefined && { [`${PREFIX}.saved_input_tokens`]: inputTokens }),
    ...(outputTokens !== undefined && { [`${PREFIX}.saved_output_tokens`]: outputTokens }),
  };
}

/** Whether an event says what became of a request. */
export function isOutcome(
  event: CacheEvent,
): event is CacheEvent & { readonly type: "hit" | "miss" | "bypass" } {
  return event.type === "hit" || event.type === "miss" || event.type === "bypass";
}

import { saidAtOnce } from "../deadline.ts";
import { SemanticCacheError } from "../errors.ts";
import type { NORMALIZE_NAMES } from "../rule-names.ts";

/** Which text a rule is looking at. */
export interface NormalizeContext {
  readonly role: "user" | "system";
}

/** Takes away, or evens out, what makes two equal requests look different. Must be pure. */
export type NormalizeFunction = (text: string, context: NormalizeContext) => string;

/** A named rule for dynamic tokens, or a function of your own. */
export type NormalizeRule = (typeof NORMALIZE_NAMES)[number] | NormalizeFunction;

const PATTERNS: Readonly<Record<Exclude<NormalizeRule, NormalizeFunction>, RegExp>> = {
  // RFC 9562, every version.
  uuid: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  // ISO 8601 / RFC 3339 with a time of day; a bare date is content and stays.
  timestamp:
    /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}\b)?/gi,
  // Seconds or milliseconds since 1970, from 2001 to 2286.
  epoch: /\b(?:[1-9]\d{9}|[1-9]\d{12})\b/g,
  // "request id: abc123", "x-request-id=…", "trace_id …", "correlation-id …"
  "request-id":
    /\b(?:x-)?(?:request|trace|span|session|correlation|message|run)[-_ ]?id\b["']?\s{0,3}[:=#]?\s{0,3}["']?(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{6,}["']?/gi,
};

/**
 * One function out of a list of rules. Each named token is replaced by its name, so that what is left
 * still reads as a text.
 */
export function createNormalize(rules: readonly NormalizeRule[]): NormalizeFunction | undefined {
  if (rules.length === 0) return undefined;
  const steps = rules.map(toFunction);
  return (text, context) => steps.reduce((current, step) => step(current, context), text);
}

function toFunction(rule: NormalizeRule): NormalizeFunction {
  if (typeof rule === "function") return (text, context) => asText(rule(text, context));
  const pattern = PATTERNS[rule];
  return (text) => text.replace(pattern, `<${rule}>`);
}

/** Without its text every question would be the same one. */
function asText(said: unknown): string {
  const text = saidAtOnce("normalize", said);
  if (typeof text === "string") return text;
  throw new SemanticCacheError(
    "invalid-options",
    `normalize must return text; got ${JSON.stringify(text)}. This call went past the cache.`,
  );
}

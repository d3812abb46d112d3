import { SemanticCacheError } from "../errors.ts";
import type { CacheRequest } from "./plan.ts";

/** Names of the rules that come with the cache. */
export type RuleName = "time-sensitive" | "personal" | "side-effects";

/** A rule about requests that must not be cached, whatever else is said of them. */
export interface Rule {
  /** Named in `bypass` events. */
  readonly name: string;
  /** Whether a request must go past the cache. Synchronous; what throws goes past it. */
  applies(request: CacheRequest): boolean;
}

/** Longer questions are read to here: a rule must cost nothing next to a lookup. */
const READ_CHARACTERS = 2_000;

/**
 * Words that tie a question to the moment, the person or the deed. English; written by hand, each line
 * one idea, to be extended. A rule that is too eager costs a miss, never a wrong answer.
 */
const PATTERNS: Readonly<Record<RuleName, readonly RegExp[]>> = {
  "time-sensitive": [
    /\b(?:today|tonight|tomorrow|yesterday)\b/,
    /\b(?:right now|just now|at the moment|at present|currently|as of now|up[- ]to[- ]date|so far)\b/,
    /\b(?:this|next|last|past|coming) (?:minute|hour|day|morning|evening|week|weekend|month|quarter|year)\b/,
    /\b(?:latest|newest|most recent|breaking)\b/,
    /\b(?:weather|forecast|news|headlines|exchange rate|stock price)\b/,
    /\bwhat(?:'s| is) the (?:time|date)\b|\bwhat (?:time|day|date) is it\b/,
    /\b(?:\d+|an?|few|two|three) (?:minutes?|hours?|days?|weeks?|months?) ago\b/,
  ],
  personal: [
    /\bmy (?:\w+ )?(?:account|address|appointments?|balance|bill|bookings?|calendar|cart|claims?|deliver(?:y|ies)|e-?mails?|inbox|invoices?|location|messages?|name|number|orders?|package|parcel|payments?|phone|plan|profile|reservations?|salary|schedule|shipments?|statement|subscription|tickets?|transactions?|usage)\b/,
    /\b(?:am|was|have|had|did|do|can|could|will|would) i (?:eligible|entitled|owe|due|paid|ordered|signed up)\b/,
    /\bwho am i\b|\babout me\b|\bi (?:ordered|paid|bought|booked|live|work) (?:at|in|for|on|a|the)\b/,
    /[\w.+-]+@[\w-]+\.[\w.]+/, // an e-mail address
    /(?:\d[ -]?){9,}/, // a telephone, card or account number
  ],
  "side-effects": [
    /^(?:please |can you |could you |would you |i want you to |i'd like you to )*(?:add|book|buy|call|cancel|change|charge|create|delete|deploy|email|execute|forward|insert|invite|move|notify|order|pay|post|publish|purchase|refund|register|remind|remove|rename|reply|reschedule|reserve|run|schedule|send|set|submit|subscribe|transfer|turn|unsubscribe|update|upload) (?:me|my|him|her|it|them|this|that|these|those|an?|the|\d+|all|to|on|off)\b/,
  ],
};

/** The rules that come with the cache. */
export const RULE_NAMES = Object.keys(PATTERNS) as readonly RuleName[];

/**
 * Rules by name or of one's own, ready to be asked.
 *
 * @throws SemanticCacheError `invalid-options` for a name that is no rule.
 */
export function createRules(rules: readonly (RuleName | Rule)[]): readonly Rule[] {
  return rules.map((rule) => (typeof rule === "string" ? namedRule(rule) : rule));
}

function namedRule(name: RuleName): Rule {
  if (!Object.hasOwn(PATTERNS, name)) {
    throw new SemanticCacheError(
      "invalid-options",
      `rules knows ${RULE_NAMES.join(", ")}, or a rule of yours with a name and applies(); got ${JSON.stringify(name)}.`,
    );
  }
  return {
    name,
    applies({ query = "" }) {
      const text = query.slice(0, READ_CHARACTERS).toLowerCase().replaceAll("’", "'").trim();
      return PATTERNS[name].some((pattern) => pattern.test(text));
    },
  };
}

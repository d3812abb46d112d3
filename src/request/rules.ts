import type { RULE_NAMES } from "../rule-names.ts";
import type { CacheRequest } from "./plan.ts";

/** Names of the rules that come with the cache. */
export type RuleName = (typeof RULE_NAMES)[number];

/** A rule about requests that must not be cached, whatever else is said of them. */
export interface Rule {
  /** Named in `bypass` events. */
  readonly name: string;
  /** Whether a request must go past the cache. Synchronous; what throws goes past it. */
  applies(request: CacheRequest): boolean;
}

/**
 * A long question is read at its two ends: there it asks, in between it quotes. What a pasted article
 * says of today is not about the question; and a rule must cost nothing next to a lookup.
 */
const READ_CHARACTERS = 250;

/**
 * Words that tie a question to the moment, the person or the deed. English; written by hand, each line
 * one idea, to be extended. A rule that is too eager costs a miss, never a wrong answer. The lines of a
 * rule are joined: one expression is several times faster than its parts in turn.
 */
const PATTERNS: Readonly<Record<RuleName, RegExp>> = {
  "time-sensitive": anyOf([
    "today|tonight|tomorrow|yesterday",
    "right now|just now|at the moment|at present|currently|as of now|up[- ]to[- ]date|so far",
    "(?:this|next|last|past|coming) (?:minute|hour|day|morning|evening|week|weekend|month|quarter|year)",
    "latest|newest|most recent|breaking",
    "weather|forecast|news|headlines|exchange rate|stock price",
    "what(?:'s| is) the (?:time|date)|what (?:time|day|date) is it",
    "(?:minutes?|hours?|days?|weeks?|months?) ago",
  ]),
  personal: anyOf([
    "my (?:\\w+ )?(?:account|address|appointments?|balance|bill|bookings?|calendar|cart|claims?|deliver(?:y|ies)|e-?mails?|inbox|invoices?|location|messages?|name|number|orders?|package|parcel|payments?|phone|plan|profile|reservations?|salary|schedule|shipments?|statement|subscription|tickets?|transactions?|usage)",
    "(?:am|was|have|had|did|do|can|could|will|would) i (?:eligible|entitled|owe|due|paid|ordered|signed up)",
    "who am i|about me|i (?:ordered|paid|bought|booked|live|work) (?:at|in|for|on|a|the)",
    "[\\w.+-]{1,64}@[\\w-]{1,64}\\.\\w+", // an e-mail address
    "\\d(?:[ -]?\\d){8,18}", // a telephone, card or account number
  ]),
  "side-effects": reading(
    "^\\s*(?:please |can you |could you |would you |i want you to |i'd like you to )*" +
      "(?:add|book|buy|call|cancel|change|charge|create|delete|deploy|email|execute|forward|insert|invite|move|notify|order|pay|post|publish|purchase|refund|register|remind|remove|rename|reply|reschedule|reserve|run|schedule|send|set|submit|subscribe|transfer|turn|unsubscribe|update|upload) " +
      "(?:me|my|him|her|it|them|this|that|these|those|an?|the|\\d+|all|to|on|off)\\b",
  ),
};

function anyOf(lines: readonly string[]): RegExp {
  return reading(`\\b(?:${lines.join("|")})\\b`);
}

/** Reads text as people type it. Evening it out first would cost more than the search. */
function reading(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll("'", "['’]"), "i");
}

/** Rules by name or of one's own, ready to be asked. */
export function createRules(rules: readonly (RuleName | Rule)[]): readonly Rule[] {
  return rules.map((rule) => (typeof rule === "string" ? namedRule(rule) : rule));
}

function namedRule(name: RuleName): Rule {
  const pattern = PATTERNS[name];
  return {
    name,
    applies: ({ query = "" }) => pattern.test(endsOf(query)),
  };
}

function endsOf(text: string): string {
  if (text.length <= 2 * READ_CHARACTERS) return text;
  return `${text.slice(0, READ_CHARACTERS)} … ${text.slice(-READ_CHARACTERS)}`;
}

import { isRecord } from "./is-record.ts";
import { isPricing } from "./observe/is-pricing.ts";
import {
  hasCapabilities,
  hasMethods,
  isAudit,
  isBoolean,
  isFunction,
  isGuard,
  isGuardSet,
  isId,
  isListOf,
  isName,
  isPolicy,
  isPositive,
  isPreset,
  isReplay,
  isResilience,
  isRule,
  isShare,
  isSingleFlight,
  isText,
  isVerifyZone,
  oneOf,
  oneOfTypes,
} from "./option-shapes.ts";
import type { SemanticCacheOptions } from "./options.ts";
import { NORMALIZE_NAMES, RULE_NAMES } from "./rule-names.ts";
import { isSimilarity } from "./similarity.ts";

/** What an option must be. */
export interface Check {
  readonly test: (value: unknown) => boolean;
  readonly expected: string;
  /** Names of the fields of an option that is an object. */
  readonly fields?: readonly string[];
  /** The durations in it, by the names that messages call them. */
  readonly durations?: (value: unknown, name: string) => Readonly<Record<string, unknown>>;
}

const STORE_METHODS = [
  ...["get", "search", "set", "delete", "size", "entries"],
  ...["getAlias", "setAlias"],
];

const FUNCTION: Check = { test: isFunction, expected: "a function" };

const LIST: Check = {
  test: (value) => Array.isArray(value) || isFunction(value),
  expected: "a list, or a function that returns one",
};
const DURATION: Check = {
  test: oneOfTypes("number", "string"),
  expected: 'a duration such as "24h"',
  durations: (value, name) => ({ [name]: value }),
};
const SHARE: Check = {
  test: isShare,
  expected: "a number from 0 to 1",
};

/** What every option must be. */
export const CHECKS: Readonly<Record<keyof SemanticCacheOptions, Check>> = {
  embeddingModel: {
    test: (value) => value === null || isId(value) || hasMethods(value, ["doEmbed"]),
    expected: "an AI SDK embedding model, the id of one, or null for exact hits only",
  },
  store: {
    test: (value) => hasMethods(value, STORE_METHODS) && hasCapabilities(value),
    expected: "a store such as memoryStore()",
  },
  namespace: {
    test: (value) => isText(value) || isFunction(value),
    expected: "text or a function that returns it",
  },
  requireScope: { test: isBoolean, expected: "true or false" },
  secret: {
    test: (value) => isText(value) && String(value).length >= 16,
    expected: "text of 16 characters or more",
  },
  threshold: {
    test: (value) => isSimilarity(value) || isPolicy(value),
    expected: "a similarity from -1 to 1, or a policy with a floor and decide()",
  },
  guards: {
    test: (value) =>
      value === false || isPreset(value) || isListOf(value, isGuard) || isGuardSet(value),
    expected:
      'false, "standard", "strict", "long-prompts", a list of these and of guards, or { preset, languages, add, without }',
  },
  verify: {
    test: (value) => isFunction(value) || isVerifyZone(value),
    expected:
      'a function, or { verifier, grayZone: { from, to }, mode: "sync" | "async" } with similarities from -1 to 1',
    fields: ["verifier", "grayZone", "mode"],
  },
  compare: FUNCTION,
  audit: {
    test: isAudit,
    expected:
      '{ rate, maxFalseHitRate, whenExceeded: "raise-threshold" | "stop-serving", leastHits } with shares from 0 to 1',
    fields: ["rate", "maxFalseHitRate", "whenExceeded", "leastHits"],
  },
  conversation: {
    test: (value) => oneOf("lineage", "exact")(value) || isFunction(value),
    expected: '"lineage", "exact", or a function',
  },
  normalize: {
    test: (value) => isListOf(value, (rule) => isFunction(rule) || isName(rule, NORMALIZE_NAMES)),
    expected: `a list of ${NORMALIZE_NAMES.join(", ")} and functions of yours`,
  },
  ttl: {
    test: (value) => oneOfTypes("number", "string", "function")(value) || isRecord(value),
    expected: 'a duration such as "24h", durations by model, or a function that returns one',
    durations: (value) => (isRecord(value) ? named("ttl", value) : { ttl: value }),
  },
  ttlJitter: SHARE,
  staleWhileRevalidate: DURATION,
  staleIfError: DURATION,
  eagerRefresh: SHARE,
  maxAge: DURATION,
  epoch: { test: oneOfTypes("number", "string"), expected: "text or a number" },
  mode: {
    test: oneOf("on", "read-only", "shadow", "off"),
    expected: '"on", "read-only", "shadow" or "off"',
  },
  models: {
    test: (value) =>
      Array.isArray(value) && value.every((item) => isId(item) || item instanceof RegExp),
    expected: "a list of model ids and patterns",
  },
  rules: {
    test: (value) => value === false || isListOf(value, isRule),
    expected: `false, or a list of ${RULE_NAMES.join(", ")} and of rules with a name and applies()`,
  },
  tags: LIST,
  dependsOn: LIST,
  shouldCache: FUNCTION,
  shouldStore: FUNCTION,
  providerTools: { test: isBoolean, expected: "true or false" },
  singleFlight: {
    test: (value) => isBoolean(value) || isSingleFlight(value),
    expected: "true, false or { finishInBackground, lease: true | false | { wait, hold } }",
    fields: ["finishInBackground", "lease"],
    durations: (value) => named("singleFlight.lease", Reflect.get(Object(value), "lease")),
  },
  replay: {
    test: isReplay,
    expected: '{ chunk: "recorded" | "word" | "line" | RegExp, delayMs, initialDelayMs }',
    fields: ["chunk", "delayMs", "initialDelayMs"],
  },
  usage: { test: oneOf("zero", "original"), expected: '"zero" or "original"' },
  timeouts: {
    test: isRecord,
    expected: "an object of durations",
    durations: (value) => named("timeouts", value),
    fields: ["get", "search", "embedding", "verify", "write", "stream"],
  },
  limits: {
    test: (value) =>
      isRecord(value) &&
      Object.values(value).every((limit) => limit === undefined || isPositive(limit)),
    expected: "an object of positive numbers",
    fields: [
      ...["promptCharacters", "queryCharacters", "parts", "depth", "answerCharacters"],
      "writesPerMinute",
    ],
  },
  resilience: {
    test: (value) => value === false || isResilience(value),
    expected:
      "false, or { failures, failureRate, pause, concurrency, waitingReads, waitingWrites } with whole numbers above 0 and a rate from 0 to 1",
    durations: (value) => ({ "resilience.pause": Reflect.get(Object(value), "pause") }),
    fields: ["failures", "failureRate", "pause", "concurrency", "waitingReads", "waitingWrites"],
  },
  pricing: {
    test: isPricing,
    expected:
      'prices by model, such as { "openai/gpt-5-mini": { inputPerMillion: 0.25, outputPerMillion: 2 } }, a function, or a list of both',
  },
  waitUntil: FUNCTION,
  onEvent: FUNCTION,
};

/** The fields of an object, by their names with the object's before. */
function named(object: string, fields: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(fields)) return {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`${object}.${name}`, value]),
  );
}

import { type Duration, toMilliseconds } from "../duration.ts";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import { OWN_OPTIONS } from "../own-options.ts";
import { isSimilarity } from "../similarity.ts";

// A type, not an interface: only then is it assignable to the SDK's JSON types.
/**
 * What one call may say to the cache, in `providerOptions.semanticCache`. It is taken out before the
 * provider sees the call.
 */
export type SemanticCacheCallOptions = {
  /**
   * In the words of `fetch`: `"no-store"` neither reads nor writes; `"reload"` and `"no-cache"` ask the
   * model and store its answer for this wording (an entry stored under other words stays); `"only-if-cached"` never asks the model and
   * throws a {@link SemanticCacheError} `not-cached` instead. @default "default"
   */
  readonly cache?: "default" | "no-cache" | "no-store" | "only-if-cached" | "reload" | undefined;
  /** Partition of this call. @default the option */
  readonly namespace?: string | undefined;
  /** Anything else that must be equal before an answer may be shared: a user, a document version, a locale. @default none */
  readonly scope?: string | undefined;
  /** Lifetime of the answer of this call. @default the option */
  readonly ttl?: Duration | undefined;
  /** No older answer serves this call. @default the option */
  readonly maxAge?: Duration | undefined;
  /** Names to invalidate the answer by, with those of the option. */
  readonly tags?: string[] | undefined;
  /**
   * Documents the answer is made from, with those of the option. An answer that was made from another
   * version of one of them is not served.
   */
  readonly dependsOn?: (string | { id: string; version?: string })[] | undefined;
  /** Least similarity for this call, in place of a policy. @default the option */
  readonly threshold?: number | undefined;
};

const CACHE_WORDS = ["default", "no-cache", "no-store", "only-if-cached", "reload"];

const isText = (value: unknown): boolean => typeof value === "string";

const DURATION = { test: isDuration, expected: 'milliseconds or text such as "10m"' };

/** What each field must be. A field that is not understood must not be ignored: it may be a tenant. */
const FIELDS: Readonly<Record<string, { test(value: unknown): boolean; expected: string }>> = {
  cache: {
    test: (value) => CACHE_WORDS.some((word) => word === value),
    expected: `one of ${CACHE_WORDS.join(", ")}`,
  },
  namespace: { test: isText, expected: "text" },
  scope: { test: isText, expected: "text" },
  ttl: DURATION,
  maxAge: DURATION,
  tags: { test: (value) => isListOf(value, isText), expected: "a list of texts" },
  dependsOn: {
    test: (value) => isListOf(value, isSource),
    expected: "a list of ids, or of { id, version }",
  },
  threshold: { test: isSimilarity, expected: "a number from -1 to 1" },
};

/**
 * Reads what a call says to the cache.
 *
 * @throws SemanticCacheError `invalid-options` when a field is unknown or malformed; the call then
 * bypasses the cache.
 */
export function readDirectives(own: unknown): SemanticCacheCallOptions {
  if (own === undefined) return {};
  if (!isRecord(own)) throw invalid("must be an object", own);
  for (const [name, value] of Object.entries(own)) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!field) throw invalid(`knows ${Object.keys(FIELDS).join(", ")}`, name);
    if (value !== undefined && !field.test(value)) {
      throw invalid(`.${name} must be ${field.expected}`, value);
    }
  }
  return own;
}

/** Whether a call wants the model's own answer, whatever is stored. */
export function asksModel({ cache }: SemanticCacheCallOptions): boolean {
  return cache === "reload" || cache === "no-cache";
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isSource(value: unknown): boolean {
  if (isText(value)) return true;
  return (
    isRecord(value) && isText(value.id) && (value.version === undefined || isText(value.version))
  );
}

function isDuration(value: unknown): boolean {
  try {
    toMilliseconds(value as Duration, "ttl");
    return typeof value === "number" || typeof value === "string";
  } catch {
    return false;
  }
}

function invalid(rule: string, got: unknown): SemanticCacheError {
  return new SemanticCacheError(
    "invalid-options",
    `providerOptions.${OWN_OPTIONS} ${rule}; got ${JSON.stringify(got)}. This call went past the cache.`,
  );
}

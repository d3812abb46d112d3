/** Why a {@link SemanticCacheError} was raised. */
export type SemanticCacheErrorCode =
  | "invalid-options"
  | "not-cached"
  | "timeout"
  | "store"
  | "embedding"
  | "entry"
  | "format"
  | "limit"
  | "breaker-open"
  | "bulkhead"
  | "queue-full";

const MARKER = "ai-sdk-semantic-cache.error";
const marker: symbol = Symbol.for(MARKER);

/**
 * The one error class of this library. Into a call of a model it is thrown only for
 * `cache: "only-if-cached"` without an answer: every other failure arrives in an `error` event. Creating a
 * cache throws it for bad options, and methods of the handle for what they are told or cannot do.
 *
 * Use {@link SemanticCacheError.isInstance} instead of `instanceof`: it also holds when two copies of
 * the package are installed (the AI SDK's own rule for errors).
 */
export class SemanticCacheError extends Error {
  readonly code: SemanticCacheErrorCode;

  constructor(code: SemanticCacheErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "SemanticCacheError";
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether `error` is a {@link SemanticCacheError}, from this or another copy of the package. */
  static isInstance(error: unknown): error is SemanticCacheError {
    return typeof error === "object" && error !== null && Reflect.get(error, marker) === true;
  }
}

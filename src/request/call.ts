import type { CacheModelInfo } from "../middleware.ts";
import { ownOptions, stripOwnOptions } from "../own-options.ts";
import type { SpecificationVersion } from "../response/usage.ts";
import type { CallParams } from "./settings.ts";

/** One call as the middleware receives it. */
export interface Call {
  readonly operation: "generate" | "stream";
  readonly params: CallParams;
  readonly model: CacheModelInfo;
  /** What the call says to the cache, unread. */
  readonly own: unknown;
}

/** Carries what a call says to the cache past the provider, which never sees it. */
export interface CallChannel {
  /** Takes the cache's own options out of a call. */
  strip<P extends object>(params: P): P;
  /** What `strip` took out of this very object, or what it still carries when it was never stripped. */
  read(params: object): unknown;
}

/** A {@link CallChannel}. The SDK hands the object that `transformParams` returned to the wrappers. */
export function createCallChannel(): CallChannel {
  const taken = new WeakMap<object, unknown>();
  return {
    strip(params) {
      const stripped = stripOwnOptions(params);
      if (stripped !== params) taken.set(stripped, ownOptions(params));
      return stripped;
    },
    read: (params) => (taken.has(params) ? taken.get(params) : ownOptions(params)),
  };
}

/**
 * The version whose shapes a call must be answered in: the model's, which is right also where an SDK
 * wrapped a model of another major. `undefined` for one that is not known.
 */
export function versionOf(
  model: CacheModelInfo,
  params: CallParams,
): SpecificationVersion | undefined {
  switch (model.specificationVersion) {
    case "v1":
    case "v2":
    case "v3":
    case "v4":
      return model.specificationVersion;
    default:
      return "mode" in params && "inputFormat" in params ? "v1" : undefined;
  }
}

import type { CacheModelInfo } from "../middleware.ts";
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

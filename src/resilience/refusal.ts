import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { MissReason } from "../observe/events.ts";
import type { CallOutcome } from "./breaker.ts";

/** Why the cache did not even call a dependency. */
export type RefusalReason = "breaker-open" | "bulkhead" | "queue-full";

const REFUSALS: readonly string[] = ["breaker-open", "bulkhead", "queue-full"];

/** Why a call was refused; `undefined` for what a dependency threw itself. */
export function refusalOf(error: unknown): RefusalReason | undefined {
  if (!SemanticCacheError.isInstance(error) || !REFUSALS.includes(error.code)) return undefined;
  return error.code as RefusalReason;
}

/** The reason of a miss: that a dependency was not called, or else that it failed. */
export function missReasonOf(error: unknown, failed: MissReason): MissReason {
  const refusal = refusalOf(error);
  return refusal === undefined || refusal === "queue-full" ? failed : refusal;
}

/** What is wrong with one entry or one text, while the dependency itself works. */
const OWN_FAULTS: readonly string[] = ["entry", "format", "limit", "invalid-options"];
const REFUSED_TEXT: readonly unknown[] = [400, 413, 422];

/** What an error says about the dependency that threw it. */
export function outcomeOf(error: unknown): CallOutcome {
  if (SemanticCacheError.isInstance(error)) {
    return OWN_FAULTS.includes(error.code) ? "unknown" : "failed";
  }
  return isRecord(error) && REFUSED_TEXT.includes(error.statusCode) ? "unknown" : "failed";
}

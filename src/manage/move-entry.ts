import { forgetSimilarities } from "../learning/forget-similarities.ts";
import type { StoredEntry } from "../store.ts";
import { type RewritingRuntime, rewriteEntry } from "./rewrite-entry.ts";

/**
 * Gives the stored entry the vector of `entry`, and says whether it is still there: another answer may be
 * there meanwhile, or none. What was said of it, that it is wrong or pinned, stays.
 */
export function moveEntry(
  runtime: RewritingRuntime,
  { scope, key, createdAt, vector, space }: StoredEntry,
): Promise<boolean> {
  return rewriteEntry(runtime, { scope, key, createdAt }, (payload) => ({
    vector,
    space,
    payload: forgetSimilarities(payload),
  }));
}

import {
  type CurrentAddress,
  type RewritingRuntime,
  rewriteEntry,
} from "../manage/rewrite-entry.ts";
import type { Payload } from "../response/payload.ts";
import type { Learned } from "./learned.ts";

/** Changes what is known of an entry and says whether it is still there, as {@link rewriteEntry} does. */
export function rewriteLearned(
  runtime: RewritingRuntime,
  address: CurrentAddress,
  change: (learned: Learned, payload: Payload) => Learned,
): Promise<boolean> {
  return rewriteEntry(runtime, address, (payload) => ({
    payload: { ...payload, learned: change(payload.learned ?? {}, payload) },
  }));
}

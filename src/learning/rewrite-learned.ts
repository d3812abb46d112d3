import { withTimeout } from "../deadline.ts";
import { decodePayload, encodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { EntryAddress, StoredEntry } from "../store.ts";
import type { Learned } from "./learned.ts";

/** Which entry, and of which moment: another answer may have taken its place meanwhile. */
export type LearnedAddress = EntryAddress & Partial<Pick<StoredEntry, "createdAt">>;

/**
 * Changes what is known of an entry and says whether it is still there. One after the other in this
 * process; of two processes at the same moment the later one wins, and an observation is lost.
 */
export function rewriteLearned(
  { config: { store, timeouts }, learningLane }: Pick<Runtime, "config" | "learningLane">,
  { scope, key, createdAt }: LearnedAddress,
  change: (learned: Learned) => Learned,
): Promise<boolean> {
  const within = <T>(what: string, result: T | PromiseLike<T>): Promise<T> =>
    Promise.resolve(withTimeout(what, timeouts.write, undefined, result));
  const rewrite = async (): Promise<boolean> => {
    const entry = await within("store.get", store.get({ scope, keys: [key] }));
    if (entry?.key !== key || (createdAt !== undefined && entry.createdAt !== createdAt))
      return false;
    const payload = decodePayload(entry.payload);
    if (typeof payload === "string") return false;
    const changed = encodePayload({ ...payload, learned: change(payload.learned ?? {}) });
    await within("store.set", store.set({ ...entry, payload: changed }));
    return true;
  };
  return Promise.resolve(learningLane.run(rewrite, Number.POSITIVE_INFINITY));
}

import { withTimeout } from "../deadline.ts";
import { isPromise } from "../promises.ts";
import { decodePayload, encodePayload, type Payload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { EntryAddress, MaybePromise, StoredEntry } from "../store.ts";

/** Which entry, and of which moment: another answer may have taken its place meanwhile. */
export type CurrentAddress = EntryAddress & Partial<Pick<StoredEntry, "createdAt">>;

/** What of an entry may change while it stays the same answer. */
export interface EntryChange
  extends Partial<Pick<StoredEntry, "staleAt" | "expiresAt" | "vector" | "space">> {
  readonly payload: Payload;
}

/** What {@link rewriteEntry} needs of a runtime. */
export type RewritingRuntime = Pick<Runtime, "config" | "learningLane" | "removals">;

/**
 * Changes what is kept of an entry and says whether it is still there. One after the other in this
 * process; of two processes at the same moment the later one wins, and a change is lost. An entry that
 * would become too long to be read goes: what is known of it is more than it is worth. So does one that
 * was written while others were removed: it may have been one of them.
 */
export async function rewriteEntry(
  { config: { store, timeouts, limits }, learningLane, removals }: RewritingRuntime,
  address: CurrentAddress,
  change: (payload: Payload, entry: StoredEntry) => EntryChange,
): Promise<boolean> {
  const { scope, key } = address;
  const within = <T>(what: string, result: MaybePromise<T>): MaybePromise<T> =>
    withTimeout(what, timeouts.write, undefined, result);

  const remove = (): MaybePromise<unknown> =>
    within("store.delete", store.delete({ entries: [{ scope, key }] }));

  function write(
    entry: StoredEntry | undefined,
    isAnythingRemoved: () => boolean,
  ): MaybePromise<boolean> {
    const read = entry && readOf(entry, address);
    if (!entry || !read) return false;
    const { payload, ...others } = change(read, entry);
    const changed = encodePayload(payload);
    if (changed.length > limits.answerCharacters) return after(remove(), () => true);
    const written = within("store.set", store.set({ ...entry, ...others, payload: changed }));
    return after(written, () => (isAnythingRemoved() ? after(remove(), () => false) : true));
  }

  function rewrite(): MaybePromise<boolean> {
    const isAnythingRemoved = removals.watch();
    const entry = within("store.get", store.get({ scope, keys: [key] }));
    return after(entry, (found) => write(found, isAnythingRemoved));
  }
  return learningLane.run(rewrite, Number.POSITIVE_INFINITY);
}

function readOf(entry: StoredEntry, { key, createdAt }: CurrentAddress): Payload | undefined {
  if (entry.key !== key || (createdAt !== undefined && entry.createdAt !== createdAt)) {
    return undefined;
  }
  const payload = decodePayload(entry.payload);
  return typeof payload === "string" ? undefined : payload;
}

/** At once where the value is there at once: nothing can be removed in between, and come back by the write. */
function after<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromise(value) ? value.then(next) : next(value);
}

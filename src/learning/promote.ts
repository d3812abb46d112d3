import { withTimeout } from "../deadline.ts";
import { toEntryId } from "../entry-id.ts";
import type { Hit, LocatedRequest } from "../lookup/hit.ts";
import type { NotStoredReason } from "../observe/events.ts";
import { decodePayload, encodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { StoredEntry } from "../store.ts";
import {
  type PendingAnswer,
  reportNotStored,
  whyNotStored,
  writeAnswer,
  writeEntry,
} from "../write.ts";

/**
 * Lets a verified answer stand for another question, too: at the new question's address, with its vector,
 * and with the age, the tags and the end of the entry it comes from. The "verified promotion" of Krites
 * (arXiv 2602.13165). An answer that was removed, replaced or said to be wrong meanwhile is not: then the
 * model's own is stored. Whether others find an answer to the question now.
 */
export async function promote(
  runtime: Runtime,
  request: LocatedRequest,
  pending: PendingAnswer,
  hit: Hit,
): Promise<boolean> {
  const isAnythingRemoved = runtime.removals.watch();
  if (!(await stillStands(runtime, hit))) return writeAnswer(runtime, request, pending);
  const isInvalidated = (): boolean => isAnythingRemoved() || pending.isInvalidated();
  let notStored = await write(runtime, request, { ...pending, isInvalidated }, hit);
  if (!notStored && isAnythingRemoved()) {
    const { scope, key } = request.address;
    const { store, timeouts } = runtime.config;
    const removed = store.delete({ entries: [{ scope, key }] }); // may be a copy of what is gone
    await withTimeout("store.delete", timeouts.write, undefined, removed);
    notStored = "invalidated";
  }
  if (notStored) {
    reportNotStored(runtime, request, notStored);
    return false;
  }
  const ids = { entryId: toEntryId(request.address), from: toEntryId(hit.address) };
  runtime.emit({ ...request.fields, type: "promote", ...ids });
  return true;
}

async function stillStands(
  { config: { store, timeouts } }: Runtime,
  { address: { scope, key }, entry: { createdAt } }: Hit,
): Promise<boolean> {
  const get = store.get({ scope, keys: [key] });
  const stored = await withTimeout("store.get", timeouts.write, undefined, get);
  if (stored?.key !== key || stored.createdAt !== createdAt) return false;
  const payload = decodePayload(stored.payload);
  return typeof payload !== "string" && payload.learned?.quarantinedAt === undefined;
}

/** Writes it where nothing speaks against that; what did. */
async function write(
  runtime: Runtime,
  request: LocatedRequest,
  pending: PendingAnswer,
  hit: Hit,
): Promise<NotStoredReason | undefined> {
  const reason = whyNotStored(runtime, request, hit.payload.answer);
  if (reason) return reason;
  const entry = await promotedEntry(request, pending, hit);
  return writeEntry(runtime, request, entry, pending.isInvalidated);
}

async function promotedEntry(
  { plan, address }: LocatedRequest,
  { miss: { embedding } }: PendingAnswer,
  { entry, payload: { learned: _learned, pinned, ...payload } }: Hit,
): Promise<StoredEntry> {
  const { scope, key } = address;
  return {
    ...entry,
    ...pinned,
    scope,
    key,
    normalKey: await address.normalKey(),
    space: embedding?.space,
    vector: embedding?.vector,
    payload: encodePayload({ ...payload, query: plan.query }),
  };
}

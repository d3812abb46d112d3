import { toEntryId } from "../entry-id.ts";
import type { Hit, LocatedRequest } from "../lookup/hit.ts";
import { encodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { StoredEntry } from "../store.ts";
import { type PendingAnswer, reportNotStored, writeAnswer, writeEntry } from "../write.ts";

/**
 * Lets a verified answer stand for another question, too: at the new question's address, with its vector,
 * and with the age, the tags and the end of the entry it comes from. The "verified promotion" of Krites
 * (arXiv 2602.13165). Whether others find an answer to the question now.
 */
export async function promote(
  runtime: Runtime,
  request: LocatedRequest,
  pending: PendingAnswer,
  hit: Hit,
): Promise<boolean> {
  const stored = await runtime.config.store.get({
    scope: hit.address.scope,
    keys: [hit.address.key],
  });
  if (stored?.createdAt !== hit.entry.createdAt) return writeAnswer(runtime, request, pending);
  if (runtime.config.mode === "read-only") {
    reportNotStored(runtime, request, "read-only");
    return false;
  }
  const entry = await promotedEntry(request, pending, hit);
  const notWritten = await writeEntry(runtime, entry, pending.isInvalidated);
  if (notWritten) {
    reportNotStored(runtime, request, notWritten);
    return false;
  }
  const ids = { entryId: toEntryId(entry), from: toEntryId(hit.address) };
  runtime.emit({ ...request.fields, type: "promote", ...ids });
  return true;
}

async function promotedEntry(
  { plan, address }: LocatedRequest,
  { miss: { embedding } }: PendingAnswer,
  { entry, payload: { learned: _learned, ...payload } }: Hit,
): Promise<StoredEntry> {
  const { scope, key } = address;
  return {
    ...entry,
    scope,
    key,
    normalKey: await address.normalKey(),
    space: embedding?.space,
    vector: embedding?.vector,
    payload: encodePayload({ ...payload, query: plan.query }),
  };
}

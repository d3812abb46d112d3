import { parseEntryId, toEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import { FOR_EVER_MS } from "../freshness.ts";
import { encodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import { type EntryChange, rewriteEntry } from "./rewrite-entry.ts";

/** What pinning did. */
export interface PinReceipt {
  readonly entryId: string;
  readonly pinned: boolean;
  /** Whether the entry is still there. */
  readonly found: boolean;
}

/**
 * Gives an entry a lifetime without end, or back the one it was stored with.
 *
 * @throws SemanticCacheError `invalid-options` for what is no entry id, and for an answer so long that its
 * former lifetime does not fit in with it; what the store throws.
 */
export async function pin(runtime: Runtime, entryId: string, pinned: boolean): Promise<PinReceipt> {
  const address = parseEntryId(entryId);
  if (!address) {
    const message =
      "pin: the entry must be named by the entryId of a call's metadata or of entries().";
    throw new SemanticCacheError("invalid-options", message);
  }
  const found = await rewriteEntry(runtime, address, (payload, entry): EntryChange => {
    const { staleAt, expiresAt, createdAt } = entry;
    const stored = payload.pinned ?? { staleAt, expiresAt };
    if (!pinned) return { ...stored, payload: { ...payload, pinned: undefined } };
    const never = createdAt + FOR_EVER_MS;
    const change = { staleAt: never, expiresAt: never, payload: { ...payload, pinned: stored } };
    checkRoom(encodePayload(change.payload).length, runtime.config.limits.answerCharacters);
    endRenewal(runtime, entryId);
    return change;
  });
  return { entryId, pinned, found };
}

/** What a renewal that is under way is about to store would take the pinned answer's place. */
function endRenewal({ renewals, flights }: Runtime, entryId: string): void {
  if (!renewals.has(entryId)) return;
  flights.ground(({ request }) => toEntryId(request.address) === entryId);
}

/** What is longer than the limit is not read again: pinned, the answer would be lost. */
function checkRoom(characters: number, limit: number): void {
  if (characters <= limit) return;
  const message = `pin: the entry must fit limits.answerCharacters (${limit}) with the lifetime it was stored with; got ${characters}. Raise the limit.`;
  throw new SemanticCacheError("invalid-options", message);
}

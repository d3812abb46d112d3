import { parseEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import { FOR_EVER_MS } from "../freshness.ts";
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
 * @throws SemanticCacheError `invalid-options` for what is no entry id; what the store throws.
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
    return { staleAt: never, expiresAt: never, payload: { ...payload, pinned: stored } };
  });
  return { entryId, pinned, found };
}

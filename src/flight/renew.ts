import { withTimeout } from "../deadline.ts";
import { toEntryId } from "../entry-id.ts";
import type { Hit, LocatedRequest } from "../lookup/hit.ts";
import type { Runtime } from "../runtime.ts";
import type { StoredEntry } from "../store.ts";
import { askBehind } from "./ask-behind.ts";
import type { ModelCall } from "./served.ts";

/** After a renewal that stored nothing, hits do not ask for the next one before this. */
const PAUSE_MS = 30_000;

/**
 * Asks the model again, behind an answer that was served stale or is about to be, and stores what it
 * says. One renewal of an entry at a time, and none for a while after one that stored nothing: a model
 * that is down is not asked by every hit.
 */
export function renew(runtime: Runtime, request: LocatedRequest, hit: Hit, call: ModelCall): void {
  const { config, background, renewals } = runtime;
  const entryId = toEntryId(hit.address);
  forgetBefore(renewals, Date.now());
  if (renewals.has(entryId)) return;
  renewals.set(entryId, Date.now() + config.timeouts.stream); // a platform may freeze before this ends
  runtime.emit({ ...request.fields, type: "renew", entryId });

  async function ask(): Promise<void> {
    try {
      const isRenewed = await askModel(runtime, request, hit, call);
      if (isRenewed) renewals.delete(entryId);
      else renewals.set(entryId, Date.now() + PAUSE_MS);
    } catch (error) {
      renewals.set(entryId, Date.now() + PAUSE_MS);
      throw error;
    }
  }

  background.run(ask, (error) => runtime.fail("renew", error, request.fields));
}

function forgetBefore(renewals: Map<string, number>, now: number): void {
  for (const [entryId, until] of renewals) if (until <= now) renewals.delete(entryId);
}

/** Whether there is a new answer in the store now. */
async function askModel(
  runtime: Runtime,
  request: LocatedRequest,
  { entry, kind, payload }: Hit,
  call: ModelCall,
): Promise<boolean> {
  // Of another question nothing is known: its answer is stored under its own key and takes over.
  const learned = kind === "exact" ? payload.learned : undefined;
  const miss = { hit: false, reason: "reload", embedsLate: true, learned } as const;
  const isRenewed = await askBehind(runtime, request, miss, call);
  if (isRenewed && kind === "semantic") await removeStale(runtime, entry);
  return isRenewed;
}

/** Removes an entry, unless it was pinned or replaced while the model was asked: it is stale no more then. */
async function removeStale(
  { config: { store, timeouts } }: Runtime,
  { scope, key, staleAt }: StoredEntry,
): Promise<void> {
  const get = store.get({ scope, keys: [key] });
  const stored = await withTimeout("store.get", timeouts.write, undefined, get);
  if (stored?.key !== key || stored.staleAt !== staleAt) return;
  const removed = store.delete({ entries: [{ scope, key }] });
  await withTimeout("store.delete", timeouts.write, undefined, removed);
}

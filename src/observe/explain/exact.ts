import { toEntryId } from "../../entry-id.ts";
import {
  type Hit,
  isFallback,
  type LocatedRequest,
  type Miss,
  whyUnusable,
} from "../../lookup/hit.ts";
import { getEntry, lookupExact } from "../../lookup/lookup.ts";
import { asksModel } from "../../request/directives.ts";
import type { Runtime } from "../../runtime.ts";
import type { StoredEntry } from "../../store.ts";
import type { ExplainedExact } from "./explanation.ts";

/** What an exact lookup comes to, and what was there. */
export interface ExactFinding {
  readonly found: Hit | Miss | undefined;
  readonly exact?: ExplainedExact | undefined;
}

/** Looks for exactly this request, and says of what is stored why it does not serve. */
export async function explainExact(
  runtime: Runtime,
  request: LocatedRequest,
): Promise<ExactFinding> {
  const entry = await storedEntry(runtime, request);
  const match = entry && { entry, similarity: 1 };
  const unusable = match && (await whyUnusable(runtime, request, "exact", match));
  if (unusable) {
    return {
      found: undefined,
      exact: toExact(request, entry, { served: false, reason: unusable }),
    };
  }
  const found = await lookupExact(runtime, request);
  return { found, exact: entry && toExact(request, entry, stateOf(runtime, request, found)) };
}

/** A store that fails says so to the lookup, which reports it. */
async function storedEntry(
  runtime: Runtime,
  request: LocatedRequest,
): Promise<StoredEntry | undefined> {
  try {
    return await getEntry(runtime, request);
  } catch {
    return undefined;
  }
}

type State = Pick<ExplainedExact, "freshness" | "served" | "reason">;

function stateOf(
  { shadow }: Runtime,
  { plan }: LocatedRequest,
  found: Hit | Miss | undefined,
): State {
  if (!found?.hit) return { served: false, reason: found && "quarantined" };
  const { freshness } = found;
  if (asksModel(plan.directives)) return { freshness, served: false, reason: "reload" };
  if (isFallback(found)) return { freshness, served: false, reason: "fallback" };
  if (shadow) return { freshness, served: false, reason: "shadow" };
  return { freshness, served: true };
}

function toExact({ address }: LocatedRequest, entry: StoredEntry, state: State): ExplainedExact {
  return {
    entryId: toEntryId(entry),
    foundBy: entry.key === address.key ? "key" : "normal-form",
    ageMs: Math.max(0, Date.now() - entry.createdAt),
    ...state,
  };
}

import { toEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import type { Flight } from "../flight/flight.ts";
import type { Runtime } from "../runtime.ts";
import type { EntryAddress } from "../store.ts";
import {
  checkFilter,
  type InvalidateFilter,
  listOf,
  matchesText,
  selectEntries,
} from "./entry-selection.ts";
import { groundFlights } from "./ground-flights.ts";
import type { SourceReference } from "./labels.ts";

/** What an invalidation did, for the record: proof that somebody's data is gone. */
export interface InvalidationReceipt {
  /** Entries that were removed, or would have been. */
  readonly entries: number;
  /** Model calls under way whose answers will not be stored. */
  readonly inFlight: number;
  readonly dryRun: boolean;
  /** Name of the store. */
  readonly store: string;
  /** ISO 8601. */
  readonly at: string;
  /** Ids of the entries, where each had to be looked at or was named. */
  readonly entryIds?: readonly string[] | undefined;
}

/**
 * Removes the answers a filter names, and keeps answers that are being made from being stored.
 *
 * @throws SemanticCacheError `invalid-options` for a filter without a field (that is what `clear` is
 * for) or with an unknown one; what the store throws.
 */
export async function invalidate(
  runtime: Runtime,
  filter: InvalidateFilter,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<InvalidationReceipt> {
  checkFilter("invalidate", filter);
  if (Object.values(filter).every((value) => value === undefined)) {
    const message = "invalidate needs at least one field; clear() removes everything.";
    throw new SemanticCacheError("invalid-options", message);
  }
  const end = runtime.removals.begin();
  try {
    return await removeSelected(runtime, filter, dryRun);
  } finally {
    end();
  }
}

async function removeSelected(
  runtime: Runtime,
  filter: InvalidateFilter,
  dryRun: boolean,
): Promise<InvalidationReceipt> {
  const { store } = runtime.config;
  const { named, ...looked } = await selectEntries(runtime.config.hasher, filter);
  const isMeant = (flight: Flight): boolean => concerns(flight, filter);
  const inFlight = dryRun
    ? runtime.flights.ground(isMeant, { dryRun })
    : groundFlights(runtime, isMeant);
  const receipt = { inFlight, dryRun, store: store.name, at: new Date().toISOString() };
  if (!looked.test) return { entries: await store.delete(named, { dryRun }), ...receipt };

  const found: EntryAddress[] = [];
  for await (const entry of store.entries(named)) {
    if (looked.test(entry)) found.push({ scope: entry.scope, key: entry.key });
  }
  const entries = await store.delete({ entries: found }, { dryRun });
  return { entries, ...receipt, entryIds: found.map(toEntryId) };
}

/** Whether a model call under way is one of those meant: what is not known of it yet counts as yes. */
function concerns({ request }: Flight, filter: InvalidateFilter): boolean {
  const { entryId, key, namespace, model, tag, source, query, olderThan } = filter;
  const {
    address,
    plan: { labels, query: asked },
  } = request;
  return (
    olderThan === undefined &&
    (entryId === undefined || listOf(entryId).includes(toEntryId(address))) &&
    (key === undefined || key === address.key) &&
    (namespace === undefined || namespace === labels.namespace) &&
    (model === undefined || model === labels.model) &&
    (tag === undefined || listOf(tag).some((name) => labels.tags.includes(name))) &&
    (source === undefined || listOf(source).some((named) => dependsOn(labels.dependsOn, named))) &&
    (query === undefined || matchesText(asked, query))
  );
}

function dependsOn(sources: readonly SourceReference[], named: SourceReference): boolean {
  const [wanted, ...own] = [named, ...sources].map((source) =>
    typeof source === "string" ? { id: source } : source,
  );
  return own.some(
    ({ id, version }) =>
      id === wanted?.id && (wanted.version === undefined || wanted.version === version),
  );
}

import { type Duration, toMilliseconds } from "../duration.ts";
import { toEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import type { Flight } from "../flight/flight.ts";
import { decodePayload, type Payload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { EntryAddress, EntryFilter, StoredEntry } from "../store.ts";
import { groundFlights } from "./ground-flights.ts";
import { type SourceReference, sourceHash } from "./labels.ts";

/** Which answers: every field given must hold; a list holds when any of its items does. */
export interface InvalidateFilter {
  readonly entryId?: string | readonly string[] | undefined;
  /** Hash of a request, as events name it. */
  readonly key?: string | undefined;
  readonly namespace?: string | undefined;
  /** `provider/modelId` that gave the answer. */
  readonly model?: string | undefined;
  readonly tag?: string | readonly string[] | undefined;
  /** A document the answer depends on; with a version, only that one. */
  readonly source?: SourceReference | readonly SourceReference[] | undefined;
  /** Text the stored question contains (whatever its case), or a pattern it matches. */
  readonly query?: string | RegExp | undefined;
  /** Stored before this moment, or longer ago than this duration. */
  readonly olderThan?: Duration | Date | undefined;
  /** A rule of yours. Anything but `true` is a no. */
  readonly predicate?: ((entry: InvalidateCandidate) => boolean) | undefined;
}

/** What a predicate sees of an entry. */
export interface InvalidateCandidate {
  readonly entryId: string;
  /** The stored question. */
  readonly query: string | undefined;
  readonly namespace: string;
  /** `provider/modelId`. */
  readonly model: string;
  readonly createdAt: Date;
}

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
  checkFilter(filter);
  const { store } = runtime.config;
  const { named, ...looked } = await plan(runtime, filter);
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

const FIELDS = [
  "entryId",
  "key",
  "namespace",
  "model",
  "tag",
  "source",
  "query",
  "olderThan",
  "predicate",
];

function checkFilter(filter: InvalidateFilter): void {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const unknown = given.find(([name]) => !FIELDS.includes(name));
  const problem = unknown
    ? `knows ${FIELDS.join(", ")}; got ${JSON.stringify(unknown[0])}`
    : "needs at least one field; clear() removes everything";
  if (unknown || given.length === 0) {
    throw new SemanticCacheError("invalid-options", `invalidate ${problem}.`);
  }
}

interface InvalidationPlan {
  /** What the store can find by itself. */
  readonly named: EntryFilter;
  /** What has to be looked at, entry by entry. */
  readonly test?: ((entry: StoredEntry) => boolean) | undefined;
}

async function plan(
  { config: { hasher } }: Runtime,
  filter: InvalidateFilter,
): Promise<InvalidationPlan> {
  const { entryId, namespace, model, tag, source, olderThan } = filter;
  const hash = (kind: string, name: string): PromiseLike<string> | string =>
    hasher.repeatedText(`${kind}:${name}`);
  const named = {
    entries: entryId === undefined ? undefined : listOf(entryId).map(toAddress),
    namespace: namespace === undefined ? undefined : await hash("namespace", namespace),
    model: model === undefined ? undefined : await hash("model", model),
    tags:
      tag === undefined
        ? undefined
        : await Promise.all(listOf(tag).map((name) => hash("tag", name))),
    sources:
      source === undefined
        ? undefined
        : await Promise.all(listOf(source).map((reference) => sourceHash(hasher, reference))),
    createdBefore: olderThan === undefined ? undefined : moment(olderThan),
  };
  const tests = testsOf(filter);
  if (tests.length === 0) return { named };
  return { named, test: (entry) => tests.every((test) => test(entry)) };
}

function testsOf({ key, query, predicate }: InvalidateFilter): ((entry: StoredEntry) => boolean)[] {
  const tests: ((entry: StoredEntry) => boolean)[] = [];
  if (key !== undefined) tests.push((entry) => entry.key === key);
  if (query !== undefined) tests.push((entry) => matchesText(readPayload(entry)?.query, query));
  if (predicate) {
    tests.push((entry) => {
      const payload = readPayload(entry);
      if (!payload) return false;
      const { model, namespace, query: asked } = payload;
      const createdAt = new Date(entry.createdAt);
      const candidate = { entryId: toEntryId(entry), query: asked, model, namespace, createdAt };
      return predicate(candidate) === true;
    });
  }
  return tests;
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

function readPayload({ payload }: StoredEntry): Payload | undefined {
  const read = decodePayload(payload);
  return typeof read === "string" ? undefined : read;
}

function matchesText(text: string | undefined, pattern: string | RegExp): boolean {
  if (text === undefined) return false;
  if (typeof pattern === "string") return text.toLowerCase().includes(pattern.toLowerCase());
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).test(text); // no memory of where it was
}

function toAddress(entryId: string): EntryAddress {
  const [scope = "", key = ""] = entryId.split(".");
  return { scope, key };
}

function moment(olderThan: Duration | Date): number {
  if (!(olderThan instanceof Date)) return Date.now() - toMilliseconds(olderThan, "olderThan");
  const time = olderThan.getTime();
  if (Number.isFinite(time)) return time;
  // Databases do not agree on what is before no moment: for some it is everything.
  const message = "invalidate: olderThan must be a duration or a valid date; got an invalid date.";
  throw new SemanticCacheError("invalid-options", message);
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

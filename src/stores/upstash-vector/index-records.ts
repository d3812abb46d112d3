import type { EntryAddress, EntryFilter, Hex, StoreChange, StoredEntry } from "../../store.ts";
import { isLive } from "../../store-kit/checked-entry.ts";
import { matchesFilter } from "../../store-kit/entry-filter.ts";
import type { RecordProblem } from "../../store-kit/record.ts";
import type { EntryRecords } from "./entry-records.ts";
import { indexAliases } from "./index-aliases.ts";
import { ownWrites } from "./own-writes.ts";
import * as items from "./record-items.ts";
import type { FoundItem, VectorService } from "./vector-service.ts";
import { GRACE_MS, type Place } from "./vector-spaces.ts";

/** What records in an index need. */
export interface IndexRecordsParts {
  readonly service: VectorService;
  /** The namespace of all records. */
  readonly namespace: string;
  readonly tell: (change: StoreChange) => void;
  /** Removes vectors of entries whose time has come. */
  readonly removeVectors: (places: readonly Place[]) => Promise<void>;
}

/** How many whole entries are read at once while listing: they may be large. */
const LISTED_AT_ONCE = 20;

/**
 * Records in the vector index itself, in one namespace that is never searched. What this process wrote
 * and removed a moment ago is known by heart, since the service shows it later.
 */
export function indexRecords(parts: IndexRecordsParts): EntryRecords {
  const { service, namespace, tell } = parts;
  const own = ownWrites();

  /** What a record says, unless it has ended, was removed by us, or is none. */
  async function accept(item: FoundItem | undefined): Promise<StoredEntry | undefined> {
    const address = item && items.addressOf(item.id);
    if (!item || !address) return undefined;
    const entry = own.entry(address.scope, address.key) ?? items.entryOf(item.data, address);
    if (typeof entry === "string") return reject(entry, item.id, address);
    return isLive(entry) && !own.wasRemoved(entry) ? entry : undefined;
  }

  async function reject(
    problem: RecordProblem,
    id: string,
    address: EntryAddress,
  ): Promise<undefined> {
    tell({ type: problem, ...address });
    if (problem === "corrupt") await service.remove(namespace, [id]);
  }

  async function fetchEntries(ids: readonly string[]): Promise<StoredEntry[]> {
    const found = await service.fetch(namespace, ids, true);
    const entries = await Promise.all(ids.map((id) => accept(found.get(id))));
    return entries.filter((entry) => entry !== undefined);
  }

  /** The entry under `key`, or under the entry that its pointer leads to. */
  async function pick(
    scope: Hex,
    key: Hex,
    found: ReadonlyMap<string, FoundItem>,
  ): Promise<StoredEntry | undefined> {
    const direct = await accept(found.get(items.entryId({ scope, key })));
    if (direct) return direct;
    const target = items.targetOf(found.get(items.pointerId(scope, key)));
    if (!target) return undefined;
    const id = items.entryId({ scope, key: target });
    const held = found.get(id) ?? (await service.fetch(namespace, [id], true)).get(id);
    const entry = await accept(held);
    return entry?.normalKey === key ? entry : undefined; // it may have been written anew since
  }

  /** A header whose metadata cannot be read is judged by the record's text. */
  async function headersOf(page: readonly FoundItem[]): Promise<items.Header[]> {
    const read = page.map(items.headerOf);
    const unreadable = page.filter((_, at) => !read[at]).map(({ id }) => id);
    return [...read.filter((header) => header !== undefined), ...(await fetchEntries(unreadable))];
  }

  /** Unless it was written anew, which the service may not show yet. */
  function isOver({ scope, key, expiresAt }: items.Header): boolean {
    return expiresAt < Date.now() - GRACE_MS && !own.entry(scope, key);
  }

  async function forget(ended: readonly items.Header[]): Promise<void> {
    if (ended.length === 0) return;
    await service.remove(namespace, ended.flatMap(idsOf));
    await parts.removeVectors(ended);
    for (const { scope, key } of ended) tell({ type: "expire", scope, key });
  }

  /** What the service lists, with its pages read to the end: nothing is removed while a page is open. */
  async function listed(filter: EntryFilter): Promise<items.Header[]> {
    const headers: items.Header[] = [];
    const pages = filter.entries
      ? [[...(await service.fetch(namespace, filter.entries.map(items.entryId), false)).values()]]
      : service.range(namespace, items.ENTRIES);
    for await (const page of pages) headers.push(...(await headersOf(page)));
    await forget(headers.filter(isOver));
    return headers;
  }

  /** The live entries that a filter names: headers of those to be read, and those known by heart. */
  async function named(filter: EntryFilter): Promise<{
    readonly headers: readonly items.Header[];
    readonly known: readonly StoredEntry[];
  }> {
    const isNamed = (header: items.Header): boolean =>
      isLive(header) && matchesFilter(header, filter);
    const headers = (await listed(filter)).filter(
      (header) =>
        isNamed(header) && !own.entry(header.scope, header.key) && !own.wasRemoved(header),
    );
    return { headers, known: own.entries().filter(isNamed) };
  }

  async function count(filter: EntryFilter): Promise<number> {
    const { headers, known } = await named(filter);
    return headers.length + known.length;
  }

  const aliases = indexAliases(service, namespace);

  return {
    ...aliases,

    async get({ scope, keys }) {
      const first = keys[0] === undefined ? undefined : own.find(scope, keys[0]);
      if (keys.length === 0 || first) return first;
      const ids = keys.flatMap((key) => [
        items.entryId({ scope, key }),
        items.pointerId(scope, key),
      ]);
      const found = await service.fetch(namespace, ids, true);
      for (const key of keys) {
        const entry = own.find(scope, key) ?? (await pick(scope, key, found));
        if (entry) return entry;
      }
      return undefined;
    },

    async read(scope, keys) {
      const unknown = keys.filter((key) => !own.entry(scope, key));
      const known = keys.map((key) => own.entry(scope, key)).filter((entry) => entry !== undefined);
      const fetched = await fetchEntries(unknown.map((key) => items.entryId({ scope, key })));
      return [...known.filter(isLive), ...fetched];
    },

    async set(entry) {
      await service.upsert(namespace, items.entryItems(entry, await service.dimension()));
      own.wrote(entry);
    },

    async remove(filter) {
      const { headers, known } = await named(filter);
      const found = [...headers, ...known];
      await service.remove(namespace, [...found.flatMap(idsOf), ...unseenIds(filter)]);
      own.removed(filter);
      await aliases.clear(filter);
      return { count: found.length, places: found };
    },

    count,
    size: async (filter = {}) => ({ entries: await count({ namespace: filter.namespace }) }),

    async *entries(filter = {}) {
      const { headers, known } = await named(filter);
      yield* known;
      for (let at = 0; at < headers.length; at += LISTED_AT_ONCE) {
        const some = headers.slice(at, at + LISTED_AT_ONCE);
        const entries = await fetchEntries(some.map(items.entryId));
        yield* entries.filter((entry) => matchesFilter(entry, filter));
      }
    },
  };
}

/** Ids of what is named by its address alone: it is removed also when the service does not show it yet. */
function unseenIds({ entries = [], ...others }: EntryFilter): string[] {
  const isAddressOnly = Object.values(others).every((value) => value === undefined);
  return isAddressOnly ? entries.map(items.entryId) : [];
}

/** The ids of all records of an entry. */
function idsOf(header: items.Header): string[] {
  const { scope, normalKey } = header;
  return [items.entryId(header), ...(normalKey ? [items.pointerId(scope, normalKey)] : [])];
}

import type { EntryAddress, StoreChange, StoredEntry } from "../../store.ts";
import { asList, asText, asTexts, type Command, type RedisCommands, unlike } from "./commands.ts";
import {
  dropCommand,
  dropEvictedCommand,
  keepCommand,
  listCommand,
  setsOf,
  unlistCommand,
} from "./listing-commands.ts";
import { removeCommand, writeCommand } from "./record-commands.ts";
import { type Header, readHeader } from "./record-header.ts";
import type { RedisFeed } from "./redis-feed.ts";
import { fromMember, type RedisKeys, toMember } from "./redis-keys.ts";
import type { RedisRecords } from "./redis-records.ts";
import { partCommand } from "./script-command.ts";
import { shortId } from "./short-id.ts";
import type { VectorEntry, VectorIndex } from "./vector-index.ts";

/** Writes and removes entries with all that belongs to them: record, pointer, vector, index sets, news. */
export interface RedisWriter {
  write(entry: StoredEntry): Promise<void>;
  /** Removes entries and says how many of them were still there, as they were read. `isMany`: the news does not name them. */
  remove(found: readonly Header[], isMany?: boolean): Promise<number>;
}

/** What a writer is made of. */
export interface WriterParts {
  readonly commands: RedisCommands;
  readonly keys: RedisKeys;
  readonly records: RedisRecords;
  readonly index: VectorIndex;
  readonly feed: RedisFeed;
  readonly maxEntries: number;
  readonly tell: (change: StoreChange) => void;
}

/** Writes through `commands`. */
export function redisWriter(parts: WriterParts): RedisWriter {
  const { commands, keys, records, index, feed, maxEntries, tell } = parts;
  const { send } = commands;

  function removal(header: Header): Command {
    const { scope, space, key, head } = header;
    const place = space && { scope, space, id: shortId(key) };
    return removeCommand(keys, header, place ? index.remove(place) : undefined, head);
  }

  async function remove(found: readonly Header[], isMany = false): Promise<number> {
    if (found.length === 0) return 0;
    const replies = await send([
      ...found.map(removal),
      ...feed.announce(isMany ? undefined : found),
    ]);
    const removed = found.filter((_, at) => Number(replies[at]) === 1);
    await send(removed.map((header) => unlistCommand(keys, header))); // none is there and not listed
    await keepListed(removed);
    return removed.length;
  }

  /**
   * Lists entries whose records are there. One that is written while another process removes it may be
   * listed before that process takes it out, so both look again after their last step.
   */
  async function keepListed(addresses: readonly EntryAddress[]): Promise<void> {
    const there = await records.headers(addresses);
    if (there.length > 0) await send(there.map((header) => keepCommand(keys, header)));
  }

  /** What the entry that was replaced had, and this one has not. */
  async function removeTraces(entry: StoredEntry, headerText: string | undefined): Promise<void> {
    const old = readHeader(headerText, { scope: entry.scope });
    if (typeof old !== "object") return;
    const traces = [...oldVector(old, entry), ...oldSets(old, entry)];
    if (traces.length > 0) await send(traces);
  }

  function oldVector({ scope, space, key }: Header, entry: StoredEntry): Command[] {
    if (!space || (space === entry.space && entry.vector)) return [];
    return [partCommand(index.remove({ scope, space, id: shortId(key) }))];
  }

  function oldSets(old: Header, entry: StoredEntry): Command[] {
    if (old.key !== entry.key) return [unlistCommand(keys, old)]; // it had the same short id
    const current = setsOf(keys, entry);
    const left = setsOf(keys, old).filter((set) => !current.includes(set));
    return left.length > 0 ? [dropCommand(left, toMember(old), old.expiresAt)] : [];
  }

  async function evict(members: readonly string[]): Promise<void> {
    const addresses = members.map(fromMember).filter((address) => address !== undefined);
    if (addresses.length === 0) return;
    await remove(await records.headers(addresses));
    await send([dropEvictedCommand(keys, members)]); // also those that had no record
    for (const { scope, key } of addresses) tell({ type: "evict", scope, key });
  }

  return {
    remove,
    async write(entry) {
      const id = shortId(entry.key);
      const part = hasVector(entry) ? index.write(entry, id) : undefined;
      const writing = send([
        listCommand(keys, entry, maxEntries), // first: none is there and not listed
        writeCommand(keys, entry, part),
        ...feed.announce([toAddress(entry)]),
      ]);
      const [listed, written] = await writing.catch((error: unknown) => takeBack(entry, error));
      const [isNew, left] = asList(listed);
      if (!Array.isArray(left))
        throw unlike("EVAL", "a list that ends with what was evicted", listed);
      const [old, reply] = asList(written);
      if (hasVector(entry)) await index.afterWrite?.(entry, id, reply);
      await removeTraces(entry, asText(old));
      if (Number(isNew) !== 1 || asText(old)) await keepListed([entry]);
      await evict(asTexts(left));
    },
  };

  /** A write that failed half-way may be there without being listed: it has to go. */
  function takeBack({ scope, key }: EntryAddress, error: unknown): never {
    send([["DEL", keys.entry(scope, shortId(key))]]).catch(() => {}); // its end takes it, at the latest
    throw error;
  }
}

function hasVector(entry: StoredEntry): entry is VectorEntry {
  return entry.vector !== undefined && entry.space !== undefined;
}

function toAddress({ scope, key }: EntryAddress): EntryAddress {
  return { scope, key };
}

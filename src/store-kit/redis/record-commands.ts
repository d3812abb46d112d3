import type { EntryAddress, StoredEntry } from "../../store.ts";
import { encodeRecord } from "../record.ts";
import { type Command, toMoment } from "./commands.ts";
import { toPointer } from "./exact-lookup.ts";
import type { RedisKeys } from "./redis-keys.ts";
import { scriptCommand, withPart } from "./script-command.ts";
import { shortId } from "./short-id.ts";
import type { ScriptPart } from "./vector-index.ts";

/** What is read of a record to know its fields: they come first and are short. */
export const HEADER_BYTES = 4_096;

const WRITE = `
local old = redis.call('GETRANGE', KEYS[1], 0, ${HEADER_BYTES - 1})
redis.call('SET', KEYS[1], ARGV[1])
redis.call('PEXPIREAT', KEYS[1], ARGV[2])
if KEYS[2] ~= KEYS[1] then
  redis.call('SET', KEYS[2], ARGV[3])
  redis.call('PEXPIREAT', KEYS[2], ARGV[2])
end
return {old, index()}`;

const REMOVE = `
local head = ARGV[1]
if head ~= '' and redis.call('GETRANGE', KEYS[1], 0, #head - 1) ~= head then return 0 end
if KEYS[2] ~= KEYS[1] and redis.call('GET', KEYS[2]) == ARGV[2] then redis.call('DEL', KEYS[2]) end
local gone = redis.call('DEL', KEYS[1])
index()
return gone`;

/** Writes a record, its pointer and its vector. Answers with the beginning of the record it replaced. */
export function writeCommand(keys: RedisKeys, entry: StoredEntry, part?: ScriptPart): Command {
  const args = [encodeRecord(entry), toMoment(entry.expiresAt), toPointer(shortId(entry.key))];
  return scriptCommand(withPart({ lua: WRITE, keys: recordKeys(keys, entry), args }, part));
}

/**
 * Removes a record, its pointer and its vector, but only when it still begins with `head` (where given).
 * Answers with 1 when there was one.
 */
export function removeCommand(
  keys: RedisKeys,
  entry: EntryAddress & Pick<StoredEntry, "normalKey">,
  part?: ScriptPart,
  head = "",
): Command {
  const args = [head, toPointer(shortId(entry.key))];
  return scriptCommand(withPart({ lua: REMOVE, keys: recordKeys(keys, entry), args }, part));
}

/** The keys of a record and its pointer; the record twice when it has none. */
function recordKeys(
  keys: RedisKeys,
  { scope, key, normalKey }: EntryAddress & Pick<StoredEntry, "normalKey">,
): string[] {
  const record = keys.entry(scope, shortId(key));
  return [record, normalKey ? keys.normal(scope, normalKey) : record];
}

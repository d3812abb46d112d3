import type { EntryAddress, StoredEntry } from "../../store.ts";
import { type Command, toMoment } from "./commands.ts";
import { type RedisKeys, toMember } from "./redis-keys.ts";
import { scriptCommand } from "./script-command.ts";

/** What says in which index sets an entry is. */
export type Listed = EntryAddress &
  Pick<StoredEntry, "namespace" | "model" | "tags" | "sources" | "expiresAt">;

/** How many ended members a write takes out of each set: bounded, so that no write is slow. */
const PRUNED_AT_ONCE = 50;

/** How far the clocks of processes may be apart: what ended less long ago may be alive for another one. */
export const CLOCK_TOLERANCE_MS = 60_000;
/** Says that the second set is the one by last use. */
const HAS_USED = "1";
/** How many entries leave at once at most, when the bound was lowered. */
const EVICTED_AT_ONCE = 200;

/** Adds a member to sets by expiry; each set ends with its last member. */
const LIST = `
local member, expiresAt, now = ARGV[1], ARGV[2], ARGV[3]
local hasUsed, ends, isNew = ARGV[4] == '1', 0, 0
for at, key in ipairs(KEYS) do
  if at ~= 2 or not hasUsed then
    local ended = redis.call('ZRANGEBYSCORE', key, '-inf', now - ${CLOCK_TOLERANCE_MS}, 'LIMIT', 0, ${PRUNED_AT_ONCE})
    if #ended > 0 then
      redis.call('ZREM', key, unpack(ended))
      if at == 1 and hasUsed then redis.call('ZREM', KEYS[2], unpack(ended)) end
    end
    local added = redis.call('ZADD', key, expiresAt, member)
    local last = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2]
    redis.call('PEXPIREAT', key, last)
    if at == 1 then ends, isNew = last, added end
  end
end`;

/**
 * Bounds the number of entries: those used the longest time ago leave, some more at once when there are
 * many. They stay listed until their records are gone.
 */
const BOUND = `
redis.call('ZADD', KEYS[2], now, member)
redis.call('PEXPIREAT', KEYS[2], ends)
local most, out = tonumber(ARGV[5]), {}
local over = redis.call('ZCARD', KEYS[2]) - redis.call('ZCOUNT', KEYS[1], '-inf', now) - most
if over > 0 then
  local popped = redis.call('ZPOPMIN', KEYS[2], math.min(${EVICTED_AT_ONCE}, over + math.floor(most / 100)))
  for at = 1, #popped, 2 do out[#out + 1] = popped[at] end
end
return {isNew, out}`;

/** Lists a member, or has it stay for longer. */
const KEEP = `
local member, expiresAt = ARGV[1], ARGV[2]
for at, key in ipairs(KEYS) do
  if at == 2 then redis.call('ZADD', key, 'NX', ARGV[3], member)
  elseif tonumber(redis.call('ZSCORE', key, member) or 0) < tonumber(expiresAt) then
    redis.call('ZADD', key, expiresAt, member)
  end
  local last = redis.call('ZREVRANGE', KEYS[at == 2 and 1 or at], 0, 0, 'WITHSCORES')[2]
  redis.call('PEXPIREAT', key, last)
end
return 0`;

const UNLIST = `
local member, expiresAt, hasUsed = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1'
for at, key in ipairs(KEYS) do
  local score = (at ~= 2 or not hasUsed) and redis.call('ZSCORE', key, member)
  if score and tonumber(score) == expiresAt then
    redis.call('ZREM', key, member)
    if at == 1 and hasUsed then redis.call('ZREM', KEYS[2], member) end
  end
end
return 0`;

const DROP_UNUSED = `
for _, member in ipairs(ARGV) do
  if not redis.call('ZSCORE', KEYS[2], member) then redis.call('ZREM', KEYS[1], member) end
end
return 0`;

/** Lists an entry as just used. Answers with 1 when it was not listed, and the members that have to leave. */
export function listCommand(keys: RedisKeys, entry: Listed, maxEntries: number): Command {
  const args = [toMember(entry), toMoment(entry.expiresAt), String(Date.now()), HAS_USED];
  const sets = [keys.all, keys.used, ...setsOf(keys, entry)];
  return scriptCommand({ lua: LIST + BOUND, keys: sets, args: [...args, String(maxEntries)] });
}

/** Lists an entry whose record is there. It stays where it is listed already, until its end at least. */
export function keepCommand(keys: RedisKeys, entry: Listed): Command {
  const sets = [keys.all, keys.used, ...setsOf(keys, entry)];
  const args = [toMember(entry), toMoment(entry.expiresAt), String(Date.now())];
  return scriptCommand({ lua: KEEP, keys: sets, args });
}

/** Takes members out of the set of all that were evicted, and not listed anew since. */
export function dropEvictedCommand(keys: RedisKeys, members: readonly string[]): Command {
  return scriptCommand({ lua: DROP_UNUSED, keys: [keys.all, keys.used], args: members });
}

/** Takes an entry out of its sets, unless it was listed anew since (with another end). */
export function unlistCommand(keys: RedisKeys, entry: Listed): Command {
  const sets = [keys.all, keys.used, ...setsOf(keys, entry)];
  const args = [toMember(entry), toMoment(entry.expiresAt), HAS_USED];
  return scriptCommand({ lua: UNLIST, keys: sets, args });
}

/** Adds a member to sets by expiry, without a bound. */
export function addCommand(sets: readonly string[], member: string, expiresAt: number): Command {
  const args = [member, toMoment(expiresAt), String(Date.now()), ""];
  return scriptCommand({ lua: `${LIST}\nreturn 0`, keys: sets, args });
}

/** Takes a member out of sets, unless it was added anew since. */
export function dropCommand(sets: readonly string[], member: string, expiresAt: number): Command {
  return scriptCommand({ lua: UNLIST, keys: sets, args: [member, toMoment(expiresAt), ""] });
}

/** The index sets of an entry's fields. */
export function setsOf(keys: RedisKeys, entry: Omit<Listed, keyof EntryAddress>): string[] {
  return [
    keys.indexed("namespace", entry.namespace),
    keys.indexed("model", entry.model),
    ...entry.tags.map((tag) => keys.indexed("tag", tag)),
    ...entry.sources.map((source) => keys.indexed("source", source)),
  ];
}

import { HEAD_LENGTH, KIND, PIECE_LENGTH, SMALL_LENGTH } from "./packed.ts";

/**
 * Scripts on what is kept of one scope and space; the keys are always these four:
 * `due` which ids are alive, by expiry; `rows` their vectors; `packed` their sketches; `log` what was
 * appended to `packed` lately. All end with the last entry.
 */
const SHARED = `
local due, rows, packed, log = keys[1], keys[2], keys[3], keys[4]
local function removed(id) return '${KIND.removed}' .. id .. string.rep('0', ${PIECE_LENGTH - 13}) end
local function head() return ${HEAD_LENGTH} + (tonumber(redis.call('GETRANGE', packed, 0, 7), 16) or 0) end
local function finish()
  local last = redis.call('ZREVRANGE', due, 0, 0, 'WITHSCORES')[2]
  if not last then redis.call('DEL', packed, rows) redis.call('PEXPIRE', log, 60000) return end
  for at = 1, 4 do redis.call('PEXPIREAT', keys[at], last) end
end
local function rebuild(start)
  local text, seen, kept = redis.call('GET', packed), {}, {}
  for at = #text - ${PIECE_LENGTH - 1}, start + 1, -${PIECE_LENGTH} do
    local id = string.sub(text, at + 1, at + 12)
    if not seen[id] then
      seen[id] = true
      if string.sub(text, at, at) ~= '${KIND.removed}' then
        kept[#kept + 1] = string.sub(text, at, at + ${PIECE_LENGTH - 1})
      end
    end
  end
  redis.call('SET', packed, string.sub(text, 1, start) .. table.concat(kept))
end
local function append(pieces)
  if #pieces == 0 then return end
  if redis.call('EXISTS', packed) == 0 then redis.call('SET', packed, string.rep('0', ${HEAD_LENGTH})) end
  local length = redis.call('APPEND', packed, table.concat(pieces))
  if length > ${SMALL_LENGTH} or redis.call('EXISTS', log) == 1 then
    for _, piece in ipairs(pieces) do redis.call('XADD', log, 'MAXLEN', '~', 1000, '*', 'p', piece) end
  end
  local start = head()
  if (length - start) / ${PIECE_LENGTH} > 2 * redis.call('ZCARD', due) + 16 then rebuild(start) end
  finish()
end`;

/**
 * Writes a vector. Arguments: id, expiry, now, row, raw piece, centred piece, tag of its mean. Some ids
 * that have ended leave. Answers with how many are alive, the tag of the mean, its text when the piece was
 * not made with it, and the tag that was given.
 */
export const WRITE: string = `${SHARED}
local id, expiresAt, now, row, raw, centred, tag = unpack(args)
local start, length = head(), redis.call('STRLEN', packed)
if redis.call('ZCARD', due) > 0 and
  ((length - start) % ${PIECE_LENGTH} ~= 0 or (length - start) / ${PIECE_LENGTH} < redis.call('ZCARD', due)) then
  redis.call('DEL', due, rows, packed, log) -- a part was lost: begin anew
  start = ${HEAD_LENGTH}
end
local pieces = {}
for _, ended in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 32)) do
  redis.call('ZREM', due, ended)
  redis.call('HDEL', rows, ended)
  pieces[#pieces + 1] = removed(ended)
end
redis.call('ZADD', due, expiresAt, id)
redis.call('HSET', rows, id, row)
local mean, known = '', redis.call('GETRANGE', packed, 8, ${HEAD_LENGTH - 1})
local hasMean = start > ${HEAD_LENGTH}
if hasMean and known ~= tag then mean = redis.call('GETRANGE', packed, ${HEAD_LENGTH}, start - 1) end
pieces[#pieces + 1] = (hasMean and known == tag) and centred or raw
append(pieces)
return {redis.call('ZCARD', due), hasMean and known or '', mean, tag}`;

/** Removes a vector. Argument: id. */
export const REMOVE: string = `${SHARED}
if redis.call('ZREM', due, args[1]) + redis.call('HDEL', rows, args[1]) > 0 then append({removed(args[1])}) end
return 0`;

/** Removes ids whose record (the keys after the four) or row is gone. Arguments: the ids. */
export const FORGET: string = `${SHARED}
local pieces = {}
for at, id in ipairs(args) do
  if redis.call('EXISTS', keys[4 + at]) == 0 or redis.call('HEXISTS', rows, id) == 0 then
    redis.call('ZREM', due, id)
    redis.call('HDEL', rows, id)
    pieces[#pieces + 1] = removed(id)
  end
end
append(pieces)
return #pieces`;

/** Replaces a raw sketch by a centred one, unless the vector was replaced. Arguments: id, row, piece. */
export const RESKETCH: string = `${SHARED}
if redis.call('HGET', rows, args[1]) == args[2] then append({args[3]}) end
return 0`;

/**
 * Sets the mean, unless there is one. Arguments: its text, its tag, then pieces and what takes their place,
 * in turn. The log begins anew, so that all who follow it read everything again. Answers with the tag and
 * the text of the mean there is now.
 */
export const CENTRE: string = `${SHARED}
local start = head()
if redis.call('EXISTS', packed) == 0 then return {'', ''} end
if start > ${HEAD_LENGTH} then
  return {redis.call('GETRANGE', packed, 8, ${HEAD_LENGTH - 1}), redis.call('GETRANGE', packed, ${HEAD_LENGTH}, start - 1)}
end
local text, instead, pieces = redis.call('GET', packed), {}, {}
for at = 3, #args, 2 do instead[args[at]] = args[at + 1] end
for at = ${HEAD_LENGTH + 1}, #text, ${PIECE_LENGTH} do
  local piece = string.sub(text, at, at + ${PIECE_LENGTH - 1})
  pieces[#pieces + 1] = instead[piece] or piece
end
redis.call('SET', packed, string.format('%08x', #args[1]) .. args[2] .. args[1] .. table.concat(pieces))
redis.call('XTRIM', log, 'MAXLEN', 0)
redis.call('XADD', log, '*', 'p', pieces[#pieces])
finish()
return {args[2], args[1]}`;

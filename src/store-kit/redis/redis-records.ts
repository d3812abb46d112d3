import type { EntryAddress, Hex, StoreChange, StoredEntry } from "../../store.ts";
import { isLive } from "../checked-entry.ts";
import { decodeRecord } from "../record.ts";
import { type Command, type RedisCommands, requireText, requireTexts } from "./commands.ts";
import { HEADER_BYTES, removeCommand } from "./record-commands.ts";
import { type Header, type HeaderProblem, headOf, readHeader } from "./record-header.ts";
import type { RedisKeys } from "./redis-keys.ts";
import { shortId } from "./short-id.ts";

/** Entries as text under a key each. What is read is checked before anybody sees it. */
export interface RedisRecords {
  /**
   * The entry of a text that was read under `id`, or `undefined` when it has expired or is none. What is
   * damaged is removed and told of; what another version wrote is told of.
   */
  accept(scope: Hex, id: string, text: string | undefined): Promise<StoredEntry | undefined>;
  /** The entries of some ids of one scope, in their order. */
  read(scope: Hex, ids: readonly string[]): Promise<readonly (StoredEntry | undefined)[]>;
  /**
   * The fields of entries, whatever scope they are in; damaged ones are removed. Redis says which have
   * ended: the clock of this process may be another one.
   */
  headers(addresses: readonly EntryAddress[]): Promise<readonly Header[]>;
}

/** Reads records under `keys`. */
export function redisRecords(
  { send }: RedisCommands,
  keys: RedisKeys,
  tell: (change: StoreChange) => void,
): RedisRecords {
  async function reject(
    problem: "corrupt" | "unknown-format",
    scope: Hex,
    id: string,
    text: string,
  ): Promise<undefined> {
    const header = readHeader(text, { scope });
    const isKnown = typeof header === "object" && shortId(header.key) === id;
    const key = isKnown ? header.key : id; // the text may be too damaged to say its key
    tell({ type: problem, scope, key });
    if (problem === "unknown-format") return;
    const [record, head] = [keys.entry(scope, id), headOf(text)];
    if (!isKnown) await send([["EVAL", DISCARD, "1", record, head]]);
    else await send([removeCommand(keys, header, undefined, head)]);
  }

  async function accept(
    scope: Hex,
    id: string,
    text: string | undefined,
  ): Promise<StoredEntry | undefined> {
    if (text === undefined) return undefined;
    const decoded = decodeRecord(text, { scope });
    if (typeof decoded === "string") return reject(decoded, scope, id, text);
    if (shortId(decoded.key) !== id) return reject("corrupt", scope, id, text);
    return isLive(decoded) ? decoded : undefined;
  }

  async function header(address: EntryAddress, reply: unknown): Promise<Header | HeaderProblem> {
    const text = requireText("GETRANGE", reply);
    const found = readHeader(text, { scope: address.scope });
    if (typeof found === "object" && found.key !== address.key) return "absent"; // shares its short id
    const isDamaged = found === "corrupt" || found === "cut" || found === "unknown-format";
    if (!isDamaged) return found;
    const id = shortId(address.key);
    const [record] = await send([["GET", keys.entry(address.scope, id)]]);
    const whole = requireText("GET", record);
    const entry = await accept(address.scope, id, whole);
    return entry ? readHeader(whole, address) : "absent";
  }

  return {
    accept,
    async read(scope, ids) {
      if (ids.length === 0) return [];
      const [reply] = await send([["MGET", ...ids.map((id) => keys.entry(scope, id))]]);
      const texts = requireTexts("MGET", reply, ids.length);
      return Promise.all(ids.map((id, at) => accept(scope, id, texts[at])));
    },
    async headers(addresses) {
      const commands = addresses.map(({ scope, key }): Command => {
        return ["GETRANGE", keys.entry(scope, shortId(key)), "0", String(HEADER_BYTES - 1)];
      });
      const replies = await send(commands);
      const found = await Promise.all(addresses.map((address, at) => header(address, replies[at])));
      return found.filter((item) => typeof item === "object");
    },
  };
}

/** Removes a record nothing is known of, unless it was replaced meanwhile. */
const DISCARD = `
if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

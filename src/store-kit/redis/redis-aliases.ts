import type { Alias, EntryFilter, Hex } from "../../store.ts";
import { isHex } from "../checked-entry.ts";
import { aliasesOf } from "../entry-filter.ts";
import { asText, type Command, type RedisCommands, requireText } from "./commands.ts";
import { addCommand, dropCommand } from "./listing-commands.ts";
import type { RedisKeys } from "./redis-keys.ts";
import { membersOf } from "./redis-listing.ts";
import { scriptCommand } from "./script-command.ts";

/** Aliases: a small key each, with its own end, and index sets to clear them by. */
export interface RedisAliases {
  get(alias: Hex): Promise<Hex | undefined>;
  set(alias: Alias): Promise<void>;
  /** Removes the aliases that go with a filter. */
  clear(filter: EntryFilter): Promise<void>;
}

/**
 * Removes an alias of one namespace (any when it is empty) and says what it was. Its name may have moved
 * to another one.
 */
const DROP = `
local value = redis.call('GET', KEYS[1])
if not value then return '' end
if ARGV[1] ~= '' and not string.find(value, '/' .. ARGV[1] .. '/', 1, true) then return '' end
redis.call('DEL', KEYS[1])
return value`;

/** Keeps aliases under `keys`. */
export function redisAliases(commands: RedisCommands, keys: RedisKeys): RedisAliases {
  const { send } = commands;

  const setsOf = (namespace: Hex): string[] => [
    keys.aliases,
    keys.indexed("alias-namespace", namespace),
  ];

  /** Unlists what was there, by its own end: what is listed may be an alias that is just being written. */
  async function drop(namespace: Hex, names: readonly Hex[]): Promise<void> {
    const removed = await send(
      names.map((name) =>
        scriptCommand({ lua: DROP, keys: [keys.alias(name)], args: [namespace] }),
      ),
    );
    const unlisting = names.flatMap((name, at): Command[] => {
      const [, its = "", expiresAt] = (asText(removed[at]) ?? "").split("/");
      return isHex(its) ? [dropCommand(setsOf(its), name, Number(expiresAt))] : [];
    });
    await send(unlisting);
  }

  return {
    async get(alias) {
      const [value] = await send([["GET", keys.alias(alias)]]);
      const [target, , expiresAt] = requireText("GET", value)?.split("/") ?? [];
      return isHex(target) && Number(expiresAt) > Date.now() ? target : undefined;
    },
    async set({ alias, target, namespace, expiresAt }) {
      const key = keys.alias(alias);
      const milliseconds = Math.ceil(expiresAt - Date.now());
      if (milliseconds <= 0) return void (await send([["DEL", key]]));
      const value = `${target}/${namespace}/${expiresAt}`;
      await send([
        addCommand(setsOf(namespace), alias, expiresAt), // first: none is there and not listed
        ["SET", key, value, "PX", String(milliseconds)],
      ]);
    },
    async clear(filter) {
      const gone = aliasesOf(filter);
      if (gone === "none") return;
      const namespace = gone === "all" ? "" : gone.namespace;
      const set = namespace === "" ? keys.aliases : keys.indexed("alias-namespace", namespace);
      for await (const members of membersOf(commands, set)) {
        await drop(namespace, members.map(({ name }) => name).filter(isHex));
      }
    },
  };
}

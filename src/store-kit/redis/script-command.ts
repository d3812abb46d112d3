import type { Command } from "./commands.ts";
import type { ScriptPart } from "./vector-index.ts";

/** A script with its keys and arguments as one command. The text is sent each time: only writes use scripts. */
export function scriptCommand({ lua, keys, args }: ScriptPart): Command {
  return ["EVAL", lua, String(keys.length), ...keys, ...args];
}

/** A part alone, as a script of its own. */
export function partCommand(part: ScriptPart): Command {
  return scriptCommand(withPart({ lua: "return index()", keys: [], args: [] }, part));
}

/**
 * A script that calls `index()` once to run `part`. Both see their own keys and arguments only: those of
 * the part come last.
 */
export function withPart(script: ScriptPart, part: ScriptPart = NO_PART): ScriptPart {
  const { lua, keys, args } = script;
  return {
    lua: `local function part(keys, args)\n${part.lua}\nend
local function index() return part({unpack(KEYS, ${keys.length + 1})}, {unpack(ARGV, ${args.length + 1})}) end
${lua}`,
    keys: [...keys, ...part.keys],
    args: [...args, ...part.args],
  };
}

const NO_PART: ScriptPart = { lua: "return 0", keys: [], args: [] };

import type { Hex } from "../../../store.ts";
import type { RedisKeys } from "../redis-keys.ts";
import type { ScriptPart } from "../vector-index.ts";

/** The keys of what is kept of one scope and space. */
export interface SpaceKeys {
  readonly due: string;
  readonly rows: string;
  readonly packed: string;
  readonly log: string;
}

/** The keys of a scope and space. */
export function spaceKeys(keys: RedisKeys, scope: Hex, space: Hex): SpaceKeys {
  const name = (part: string): string => keys.space(scope, space, part);
  return { due: name("due"), rows: name("rows"), packed: name("packed"), log: name("log") };
}

/** A script on them. `others` are keys that come after the four. */
export function spaceScript(
  lua: string,
  { due, rows, packed, log }: SpaceKeys,
  args: readonly string[],
  others: readonly string[] = [],
): ScriptPart {
  return { lua, keys: [due, rows, packed, log, ...others], args };
}

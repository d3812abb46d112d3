import type { Hex, StoredEntry } from "../../store.ts";
import { type RedisCommands, requireTexts } from "./commands.ts";
import type { RedisKeys } from "./redis-keys.ts";
import type { RedisRecords } from "./redis-records.ts";
import { shortId } from "./short-id.ts";

/** What stands before an id in a pointer, so that no client takes it for a number. */
const POINTER = ":";

/** The text of a pointer to the record `id`. */
export function toPointer(id: string): string {
  return POINTER + id;
}

/**
 * The entry of the first of some keys that is found, by `key` or `normalKey`: one round trip, and one more
 * when a pointer has to be followed.
 */
export async function exactLookup(
  { send }: RedisCommands,
  keys: RedisKeys,
  records: RedisRecords,
  { scope, keys: asked }: { readonly scope: Hex; readonly keys: readonly Hex[] },
): Promise<StoredEntry | undefined> {
  if (asked.length === 0) return undefined;
  const names = asked.map((key) => keys.entry(scope, shortId(key)));
  const pointers = asked.map((key) => keys.normal(scope, key));
  const [reply] = await send([["MGET", ...names, ...pointers]]);
  const texts = requireTexts("MGET", reply, names.length + pointers.length);

  const follow = async (at: number): Promise<StoredEntry | undefined> => {
    const pointer = texts[asked.length + at];
    if (!pointer?.startsWith(POINTER)) return undefined;
    const [entry] = await records.read(scope, [pointer.slice(POINTER.length)]);
    return entry;
  };

  for (const [at, key] of asked.entries()) {
    const entry = await records.accept(scope, shortId(key), texts[at]);
    if (entry?.key === key) return entry;
    const pointed = await follow(at);
    if (pointed?.normalKey === key) return pointed;
  }
  return undefined;
}

import { parseEntryId, toEntryId } from "../../entry-id.ts";
import { SemanticCacheError } from "../../errors.ts";
import type { CacheStore } from "../../store.ts";

const BEGINNING = /^[0-9a-f]{4,}$/;
/** Characters of a key that tables show. */
const SHOWN = 10;

/** What is shown of an entry's id: the beginning of its key, which commands take in its place. */
export function shortId(entryId: string): string {
  const [, key = ""] = entryId.split(".");
  return key.slice(0, SHOWN);
}

/**
 * Whole ids of entries that were named by them or by the beginning of their keys.
 *
 * @throws SemanticCacheError `invalid-options` where no entry, or more than one, is meant.
 */
export async function wholeIds(store: CacheStore, named: readonly string[]): Promise<string[]> {
  const wrong = named.find((name) => !isWhole(name) && !BEGINNING.test(name));
  if (wrong !== undefined) throw unfit(wrong);
  const beginnings = named.filter((name) => !isWhole(name));
  const found = beginnings.length > 0 ? await idsByBeginning(store, beginnings) : new Map();
  return named.map((name) => (isWhole(name) ? name : onlyOne(name, found.get(name) ?? [])));
}

async function idsByBeginning(
  store: CacheStore,
  beginnings: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>(beginnings.map((beginning) => [beginning, []]));
  for await (const entry of store.entries()) {
    for (const [beginning, ids] of found) {
      if (entry.key.startsWith(beginning)) ids.push(toEntryId(entry));
    }
  }
  return found;
}

function isWhole(name: string): boolean {
  return parseEntryId(name) !== undefined;
}

function onlyOne(name: string, ids: readonly string[]): string {
  const [id, another] = ids;
  if (id !== undefined && another === undefined) return id;
  const problem =
    id === undefined
      ? `there is no entry whose key begins with ${name}. See the entries command.`
      : `${name} begins the keys of ${ids.length} entries: say more of it, or the whole id: ${ids.slice(0, 3).join(", ")}`;
  throw new SemanticCacheError("invalid-options", `Entry ${name}: ${problem}`);
}

function unfit(name: string): SemanticCacheError {
  return new SemanticCacheError(
    "invalid-options",
    `An entry is named by its id (scope.key), or by 4 or more characters its key begins with; got ${JSON.stringify(name)}.`,
  );
}

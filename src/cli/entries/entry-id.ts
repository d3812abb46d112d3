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
  const found = await idsOf(store, named);
  return named.map((name) => {
    const id = onlyOne(name, found.get(name));
    if (id !== undefined) return id;
    throw invalid(
      `Entry ${name}: there is no entry whose key begins with ${name}. See the entries command.`,
    );
  });
}

/**
 * The whole id of one entry; `undefined` where there is none.
 *
 * @throws SemanticCacheError `invalid-options` where more than one is meant, or the name can be none.
 */
export async function wholeId(store: CacheStore, name: string): Promise<string | undefined> {
  return onlyOne(name, (await idsOf(store, [name])).get(name));
}

/** Ids that each name may mean: itself, or those of all keys that begin with it. */
async function idsOf(
  store: CacheStore,
  named: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wrong = named.find((name) => !isWhole(name) && !BEGINNING.test(name));
  if (wrong !== undefined) throw unfit(wrong);
  const found = new Map<string, string[]>(named.map((name) => [name, isWhole(name) ? [name] : []]));
  const beginnings = [...found].filter(([name]) => !isWhole(name));
  if (beginnings.length === 0) return found;
  for await (const entry of store.entries()) {
    for (const [beginning, ids] of beginnings) {
      if (entry.key.startsWith(beginning)) ids.push(toEntryId(entry));
    }
  }
  return found;
}

function isWhole(name: string): boolean {
  return parseEntryId(name) !== undefined;
}

function onlyOne(name: string, ids: readonly string[] = []): string | undefined {
  const [id, another] = ids;
  if (another === undefined) return id;
  throw invalid(
    `Entry ${name}: ${name} begins the keys of ${ids.length} entries: say more of it, or the whole id: ${ids.slice(0, 3).join(", ")}`,
  );
}

function unfit(name: string): SemanticCacheError {
  return invalid(
    `An entry is named by its id (scope.key), or by 4 or more characters its key begins with; got ${JSON.stringify(name)}.`,
  );
}

function invalid(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", message);
}

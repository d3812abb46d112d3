import { asList, asText } from "../../store-kit/redis/commands.ts";
import { byName } from "./reply-map.ts";

/** A key that `FT.SEARCH` found, with the fields that were asked for. */
export interface FoundKey {
  readonly key: string;
  readonly fields: ReadonlyMap<string, unknown>;
}

/**
 * What `FT.SEARCH` answered, in any of its shapes. In the older protocol a list: how many, then keys and
 * their fields by turns. In the newer one a map with `results`, each a map with `id` and
 * `extra_attributes`, in which clients differ.
 */
export function readSearchReply(reply: unknown): FoundKey[] {
  const list = asList(reply);
  const isList = typeof list[0] === "number" || typeof list[0] === "bigint";
  return isList ? fromList(list.slice(1)) : asList(byName(reply).get("results")).flatMap(fromMap);
}

function fromList(rows: readonly unknown[]): FoundKey[] {
  const found: FoundKey[] = [];
  for (let at = 0; at + 1 < rows.length; at += 2) {
    const key = asText(rows[at]);
    if (key !== undefined) found.push({ key, fields: byName(rows[at + 1]) });
  }
  return found;
}

function fromMap(row: unknown): FoundKey[] {
  const map = byName(row);
  const key = asText(map.get("id"));
  return key === undefined ? [] : [{ key, fields: byName(map.get("extra_attributes")) }];
}

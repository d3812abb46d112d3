import type { EntryFilter, Hex } from "../../store.ts";
import type { LibsqlValue } from "./client.ts";
import type { Tables } from "./schema.ts";

/** A condition on the rows of entries, and what is bound to it. */
export interface Condition {
  readonly sql: string;
  readonly args: LibsqlValue[];
}

/** A filter as a condition: every field given holds; lists are bound as one value, however long. */
export function conditionOf(filter: EntryFilter, tables: Tables): Condition {
  const { entries, namespace, model, tags, sources, createdBefore } = filter;
  const parts: [condition: string, value: LibsqlValue | undefined][] = [
    [
      "(scope, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))",
      entries && JSON.stringify(entries.map(({ scope, key }) => [scope, key])),
    ],
    ["namespace = ?", namespace],
    ["model = ?", model],
    [labelled("tag", tables), listOf(tags)],
    [labelled("source", tables), listOf(sources)],
    ["created_at < ?", createdBefore],
  ];
  const given = parts.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return {
    sql: given.map(({ sql }) => sql).join(" AND ") || "true",
    args: given.map(({ value }) => value),
  };
}

function labelled(kind: "tag" | "source", { labels }: Tables): string {
  return `id IN (SELECT entry FROM ${labels} WHERE kind = '${kind}' AND value IN (SELECT value FROM json_each(?)))`;
}

function listOf(list: readonly Hex[] | undefined): string | undefined {
  return list && JSON.stringify(list);
}

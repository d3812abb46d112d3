import type { EntryFilter } from "../../store.ts";

/** A condition on rows and its values, to go on from. */
export interface Condition {
  readonly where: string;
  readonly values: unknown[];
}

/** What a filter says, as a condition with values from `$1` on. Lists travel as text: hex needs no quotes. */
export function toCondition(filter: EntryFilter): Condition {
  const values: unknown[] = [];
  const terms: string[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const list = (items: readonly string[]): string =>
    `string_to_array(${bind(items.join(","))}, ',')`;
  const { entries, namespace, model, tags, sources, createdBefore } = filter;
  if (entries) {
    const scopes = list(entries.map(({ scope }) => scope));
    const keys = list(entries.map(({ key }) => key));
    terms.push(`(scope, key) IN (SELECT * FROM unnest(${scopes}, ${keys}))`);
  }
  if (namespace !== undefined) terms.push(`namespace = ${bind(namespace)}`);
  if (model !== undefined) terms.push(`model = ${bind(model)}`);
  if (tags) terms.push(`tags && ${list(tags)}`);
  if (sources) terms.push(`sources && ${list(sources)}`);
  if (createdBefore !== undefined) terms.push(`created_at < ${bind(createdBefore)}`);
  return { where: terms.join(" AND ") || "true", values };
}

import type { EntryFilter, Hex, StoredEntry } from "../store.ts";

/** What a filter looks at: everything of an entry but its vector, its payload and when it ends. */
export type Filtered = Pick<
  StoredEntry,
  "scope" | "key" | "namespace" | "model" | "tags" | "sources" | "createdAt"
>;

/** Whether an entry is named by a filter: every field given holds; a list holds when any of its items does. */
export function matchesFilter(entry: Filtered, filter: EntryFilter): boolean {
  const { entries, namespace, model, tags, sources, createdBefore } = filter;
  return (
    (entries === undefined ||
      entries.some(({ scope, key }) => scope === entry.scope && key === entry.key)) &&
    (namespace === undefined || entry.namespace === namespace) &&
    (model === undefined || entry.model === model) &&
    (tags === undefined || tags.some((tag) => entry.tags.includes(tag))) &&
    (sources === undefined || sources.some((source) => entry.sources.includes(source))) &&
    (createdBefore === undefined || entry.createdAt < createdBefore)
  );
}

/**
 * Which aliases go with a filter. They carry a namespace and nothing else: those of a namespace go when
 * all of it goes, all of them when everything goes, none otherwise.
 */
export function aliasesOf(filter: EntryFilter): "all" | "none" | { readonly namespace: Hex } {
  const { namespace, ...others } = filter;
  if (Object.values(others).some((value) => value !== undefined)) return "none";
  return namespace === undefined ? "all" : { namespace };
}

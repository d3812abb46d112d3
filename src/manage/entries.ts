import type { Runtime } from "../runtime.ts";
import { checkFilter, type InvalidateFilter, selectEntries } from "./entry-selection.ts";
import { type EntryView, entryView } from "./entry-view.ts";

/**
 * The stored answers a filter names, or all of them.
 *
 * @throws SemanticCacheError `invalid-options` for a filter that is none; what the store throws.
 */
export async function* entriesOf(
  { config: { store, hasher } }: Runtime,
  filter: InvalidateFilter = {},
): AsyncGenerator<EntryView, void> {
  checkFilter("entries", filter);
  const { named, test = () => true } = await selectEntries(hasher, filter);
  for await (const entry of store.entries(named)) {
    const view = test(entry) ? entryView(entry) : undefined;
    if (view) yield view;
  }
}

import type { EntryView } from "../../manage/entry-view.ts";

/** Entries that were found, of which the newest are kept. */
export interface NewestEntries {
  readonly newest: readonly EntryView[];
  readonly found: number;
}

/** Reads all entries, and keeps the newest of those whose question or answer contains a text. */
export async function newestEntries(
  entries: AsyncIterable<EntryView>,
  options: {
    readonly search?: string | undefined;
    readonly limit: number;
    readonly onEntry?: (done: number) => void;
  },
): Promise<NewestEntries> {
  const { limit, onEntry } = options;
  const search = options.search?.toLowerCase();
  const kept: EntryView[] = [];
  const keepNewest = (): void => {
    kept.sort((left, right) => right.createdAt - left.createdAt);
    if (kept.length > limit) kept.length = limit;
  };
  let found = 0;
  let read = 0;
  for await (const entry of entries) {
    onEntry?.(++read);
    if (search !== undefined && !says(entry, search)) continue;
    found++;
    kept.push(entry);
    if (kept.length >= 2 * limit + 1_000) keepNewest(); // so that few are held of many
  }
  keepNewest();
  return { newest: kept, found };
}

function says({ query = "", answer }: EntryView, search: string): boolean {
  return query.toLowerCase().includes(search) || answer.toLowerCase().includes(search);
}

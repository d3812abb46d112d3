import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useInspection } from "../../inspection.ts";
import { Card } from "../../parts/card.tsx";
import { go, type Parameters, refine } from "../../route.ts";
import { EntryDetail } from "./entry-detail.tsx";
import { EntryFilters } from "./entry-filters.tsx";
import { EntryList } from "./entry-list.tsx";
import { InvalidateDialog } from "./invalidate-dialog.tsx";
import { useEntries } from "./use-entries.ts";

/** What is stored: a list, and one entry of it in full. */
export function EntriesView({ parameters }: { readonly parameters: Parameters }): JSX.Element {
  const { overview, refresh } = useInspection();
  const { entry: entryId, ...filter } = parameters;
  const list = useEntries(filter);
  const [isInvalidating, setInvalidating] = useState(false);
  const onChanged = (): void => {
    list.again();
    refresh();
  };

  return (
    <div class={entryId ? "entries with-detail" : "entries"}>
      <Card
        title="Entries"
        beside={
          !overview.readOnly && (
            <button type="button" onClick={() => setInvalidating(true)}>
              Invalidate by tag…
            </button>
          )
        }
      >
        {!overview.texts && <p class="note">{whyHidden(overview.store.capabilities.texts)}</p>}
        <EntryFilters parameters={parameters} onChange={(next) => refine("entries", next)} />
        <EntryList list={list} parameters={parameters} />
      </Card>
      {entryId && (
        <EntryDetail
          key={entryId}
          entryId={entryId}
          onChanged={onChanged}
          onClose={() => go("entries", filter)}
        />
      )}
      {isInvalidating && (
        <InvalidateDialog onChanged={onChanged} onClose={() => setInvalidating(false)} />
      )}
    </div>
  );
}

function whyHidden(texts: string | undefined): string {
  return texts === "hidden"
    ? "Questions and answers are not shown: the store keeps them secret. Entries have only their ids here."
    : "Questions and answers are not shown: the inspector was started with texts: false. Entries have only their ids here.";
}

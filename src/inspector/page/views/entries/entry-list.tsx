import type { JSX } from "preact";
import { whole } from "../../../../evaluate/format.ts";
import type { ShownEntry } from "../../../contract.ts";
import { bytesText, dateText, whenText } from "../../format.ts";
import { Empty } from "../../parts/empty.tsx";
import { EntryName } from "../../parts/question.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import { hrefTo, type Parameters } from "../../route.ts";
import { Marks } from "./entry-marks.tsx";
import type { EntryListState } from "./use-entries.ts";

const COLUMNS: readonly Column[] = [
  { name: "Question and answer" },
  { name: "Stored", isNumber: true },
  { name: "Expires", isNumber: true },
  { name: "Size", isNumber: true, class: "rare" },
  { name: "Namespace", class: "rare" },
];

/** The entries that were found, newest first. */
export function EntryList(props: {
  readonly list: EntryListState;
  readonly parameters: Parameters;
}): JSX.Element {
  const { list, parameters } = props;
  const { pages, problem, isLoading, more } = list;
  const last = pages.at(-1);
  const entries = pages.flatMap((page) => page.entries);
  if (problem)
    return (
      <p class="note bad" role="alert">
        {problem.message}
      </p>
    );
  if (!last) return <p class="empty">{isLoading ? "Looking…" : ""}</p>;
  return (
    <>
      <p class="hidden" role="status">
        {whole(entries.length)} entries shown
      </p>
      {entries.length === 0 ? (
        <NothingFound parameters={parameters} />
      ) : (
        <Table label="Entries, newest first" columns={COLUMNS}>
          {entries.map((entry) => (
            <EntryRow key={entry.entryId} entry={entry} parameters={parameters} />
          ))}
        </Table>
      )}
      {last.next !== undefined && (
        <button type="button" class="more" onClick={more}>
          Show more
        </button>
      )}
      {!last.complete && <p class="faint">Only {whole(last.looked)} entries were looked at.</p>}
    </>
  );
}

function EntryRow(props: {
  readonly entry: ShownEntry;
  readonly parameters: Parameters;
}): JSX.Element {
  const { entryId, query, answer, createdAt, expiresAt, bytes, namespace, pinned } = props.entry;
  const isChosen = props.parameters.entry === entryId;
  return (
    <tr class={isChosen ? "linked chosen" : "linked"}>
      <td class="text">
        <a
          href={hrefTo("entries", { ...props.parameters, entry: entryId })}
          aria-current={isChosen ? "true" : undefined}
          title={query}
        >
          {query ?? <EntryName entryId={entryId} />}
        </a>
        <Marks entry={props.entry} />
        {answer && <div class="faint one-line">{answer}</div>}
      </td>
      <td class="number" title={dateText(createdAt)}>
        {whenText(createdAt)}
      </td>
      <td class="number" title={pinned ? "" : dateText(expiresAt)}>
        {pinned ? "never" : whenText(expiresAt)}
      </td>
      <td class="number rare">{bytesText(bytes)}</td>
      <td class="rare">{namespace}</td>
    </tr>
  );
}

function NothingFound({ parameters }: { readonly parameters: Parameters }): JSX.Element {
  const { entry: _entry, ...filter } = parameters;
  if (Object.values(filter).some(Boolean)) {
    return (
      <Empty title="Nothing fits">
        <p>
          No stored entry fits all that is asked for above.{" "}
          <a href={hrefTo("entries")}>Show all entries</a>
        </p>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing is stored yet">
      <p>
        A complete, clean answer of the model is stored after a miss. Writes, and why an answer was
        not stored, are in the <a href={hrefTo("live", { show: "other" })}>live feed</a>.
      </p>
    </Empty>
  );
}

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { clockText, dateText, durationText } from "../../format.ts";
import { Chip } from "../../parts/chip.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Question } from "../../parts/question.tsx";
import { Similarity } from "../../parts/similarity.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import type { Row } from "./row-of.ts";

const AT_FIRST = 50;

const COLUMNS: readonly Column[] = [
  { name: "Time" },
  { name: "Verdict" },
  { name: "Question" },
  { name: "Why" },
  { name: "Similarity", isNumber: true },
  { name: "Took", isNumber: true },
  { name: "Namespace", class: "rare" },
  { name: "Model", class: "rare" },
];

/** The rows of the feed, the newest fifty at first. */
export function FeedTable({ rows }: { readonly rows: readonly Row[] }): JSX.Element {
  const [most, setMost] = useState(AT_FIRST);
  if (rows.length === 0) {
    return (
      <Empty title="Nothing of this kind">
        <p>None of the latest 1,000 events is of the outcomes and the text above.</p>
      </Empty>
    );
  }
  return (
    <>
      <Table label="Requests, newest first" columns={COLUMNS} class="feed">
        {rows.slice(0, most).map((row) => (
          <FeedRow key={row.id} row={row} />
        ))}
      </Table>
      {rows.length > most && (
        <button type="button" class="more" onClick={() => setMost(most + 2 * AT_FIRST)}>
          Show older ones
        </button>
      )}
    </>
  );
}

function FeedRow({ row }: { readonly row: Row }): JSX.Element {
  const { at, tone, verdict, why, sentence, similarity, durationMs, model, namespace } = row;
  return (
    <tr class={row.href ? "linked" : ""}>
      <td class="number time">
        <time dateTime={new Date(at).toISOString()} title={dateText(at)}>
          {clockText(at)}
        </time>
      </td>
      <td>
        <Chip tone={tone} text={verdict} title={sentence} />
      </td>
      <td class="text">
        <AboutEntry row={row} />
      </td>
      <td class="why" title={sentence}>
        {why}
      </td>
      <td class="number">{similarity === undefined ? "" : <Similarity value={similarity} />}</td>
      <td class="number">{durationMs === undefined ? "" : durationText(durationMs)}</td>
      <td class="rare">{namespace}</td>
      <td class="rare faint">{model}</td>
    </tr>
  );
}

/** The question that was answered or asked, or the nearest one that was stored. */
function AboutEntry({ row }: { readonly row: Row }): JSX.Element {
  const { entryId, href, isNear, outcome } = row;
  if (!entryId || !href) return <span class="faint">–</span>;
  return (
    <a href={href} class={isNear ? "faint" : ""}>
      {isNear && <span class="near">near </span>}
      {outcome === "semantic" && <SameAs />}
      <Question entryId={entryId} />
    </a>
  );
}

/** A hit by meaning shows the stored question: what was asked is not kept. */
function SameAs(): JSX.Element {
  return (
    <span class="faint" title="The stored question. What was asked is not kept.">
      ≈{" "}
    </span>
  );
}
